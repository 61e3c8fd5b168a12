using System.Diagnostics;

namespace IncidentBot.Demo;

/// <summary>Prints what is said as people would see it.</summary>
internal sealed class Transcript
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, HashSet<string>> printed = [];

    public static void Chapter(string title) => Console.WriteLine($"{Environment.NewLine}== {title}");

    public void Fact(string text) => Console.WriteLine($"{Clock()}  {"",-8}  {text}");

    public void Said(ChatMessage message)
    {
        // A typed line is printed when it is typed.
        if (message.Id.StartsWith("typed-", StringComparison.Ordinal))
        {
            return;
        }

        // Of a card that was updated in place, what is new; that its clock has moved is not.
        var known = printed.GetValueOrDefault(message.Id) ?? [];
        var lines = message.Text.Split('\n');
        var news = lines.Where((line, i) => i == 0 || !known.Contains(line))
            .Where(line => known.Count == 0 || !line.Contains("Updated ", StringComparison.Ordinal))
            .ToList();
        printed[message.Id] = [.. lines];
        if (news.Count > 1 || known.Count == 0)
        {
            Print(message.Channel, known.Count == 0 ? "bot" : "(card)", string.Join('\n', news));
        }
    }

    public void Typed(string channel, string who, string text) => Print(channel, who, text);

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
