using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>How a rehearsal went, beside the earlier ones of the same outage.</summary>
internal static class DrillCard
{
    private static readonly string Heads = $"{"",-8} {"day",-10}  {"right cause",12}  {"service back",12}  {"verified",12}";

    /// <param name="answer">What it was, now that it may be told.</param>
    /// <param name="earlier">Newest first.</param>
    public static Card Draw(Incident incident, Drill drill, string answer, IReadOnlyList<Incident> earlier) => new($"{incident.Label}: the rehearsal is over")
    {
        Blocks =
        [
            new CardBlock.Text($"It was {drill.Of}: {Sentences.End(answer)}"),
            new CardBlock.Fields(
            [
                new CardField("Right cause", Took(drill.ToCause) ?? "not named"),
                new CardField("Service back", Took(drill.ToRepair) ?? "not while it went on"),
                new CardField("Verified", Took(drill.ToVerify) ?? "no verification passed"),
            ]),
            .. earlier.Count == 0
                ? [new CardBlock.Footnote("It was rehearsed for the first time.")]
                : (CardBlock[])[new CardBlock.Lines([Heads, .. earlier.Select(Line)])],
        ],
        Buttons = [new CardButton("Summary", $"/incident summary {incident.Label}"), new CardButton("Timeline", $"/incident timeline {incident.Label}")],
    };

    private static string Line(Incident earlier) => string.Create(
        CultureInfo.InvariantCulture,
        $"{earlier.Label,-8} {earlier.OpenedAt:yyyy-MM-dd}  {Took(earlier.Drill!.ToCause) ?? "–",12}  {Took(earlier.Drill.ToRepair) ?? "–",12}  "
            + $"{Took(earlier.Drill.ToVerify) ?? "–",12}");

    private static string? Took(TimeSpan? length) => length switch
    {
        null => null,
        { TotalSeconds: < 10 } brief => string.Create(CultureInfo.InvariantCulture, $"{brief.TotalSeconds:0.0} s"),
        { } lasted => Duration.Words(lasted),
    };
}
