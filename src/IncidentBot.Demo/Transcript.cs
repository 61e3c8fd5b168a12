using System.Diagnostics;

namespace IncidentBot.Demo;

/// <summary>Prints what is said as people would see it, each version of a message once.</summary>
internal sealed class Transcript
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly HashSet<(string Id, string Text)> printed = [];

    public static void Chapter(string title) => Console.WriteLine($"{Environment.NewLine}== {title}");

    public void Fact(string text) => Console.WriteLine($"{Clock()}  {"",-8}  {text}");

    public void Said(ChatMessage message)
    {
        // A typed line is printed when it is typed; a card that moved only its clock is not news.
        if (message.Id.StartsWith("typed-", StringComparison.Ordinal) || !printed.Add((message.Id, Gist(message.Text))))
        {
            return;
        }

        Print(message.Channel, "bot", message.Text);
    }

    public void Typed(string channel, string who, string text) => Print(channel, who, text);

    private static string Gist(string text) => string.Join('\n', text.Split('\n').Where(line => !line.Contains("Updated", StringComparison.Ordinal)).Select((line, i) => i == 0 ? string.Join(' ', line.Split("  ").Take(3)) : line));

    private void Print(string channel, string who, string text)
    {
        var lines = text.Split('\n');
        Console.WriteLine($"{Clock()}  {who,-8}  {lines[0]}{(channel == "general" ? "" : $"   (#{channel})")}");
        foreach (var line in lines.Skip(1))
        {
            Console.WriteLine($"{"",-18}    {line}");
        }
    }

    private string Clock() => $"{Stopwatch.GetElapsedTime(started).TotalSeconds,7:0.0}s";
}
