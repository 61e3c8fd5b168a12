using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Timeline;

namespace IncidentBot.Commands;

/// <summary><c>/incident summary</c> in its lengths and forms, and what people add to it by <c>/incident learned</c>.</summary>
internal sealed class SummaryCommands(IncidentDesk desk, SummaryDesk summaries)
{
    private static readonly Parameter Length = new("length", "for a phone, for managers, or all of it", "executive")
    {
        Kind = ParameterKind.Choice,
        Choices = Names<SummaryLength>(),
        Notation = string.Join('|', Names<SummaryLength>()),
    };

    private static readonly Parameter Form = new("form", "a file instead of a message; the post-mortem where no length is named", "html")
    {
        Kind = ParameterKind.Choice,
        Choices = Names<SummaryForm>(),
        Notation = string.Join('|', Names<SummaryForm>()),
    };

    private static readonly Parameter How = new("how", "how it went; a lesson where it is left out", "went-well")
    {
        Kind = ParameterKind.Choice,
        Choices = [WentWell, WentBadly, Lucky],
        Notation = $"{WentWell}|{WentBadly}|{Lucky}",
    };

    private static readonly Parameter Lesson = Known.Text("text", "what is to be learned", "the alert fired before anybody noticed") with
    {
        Required = true,
        AskedLater = true,
        Form = AsksWithForm.WhenMissing,
    };

    private const string WentWell = "went-well";
    private const string WentBadly = "went-badly";
    private const string Lucky = "lucky";

    public Command Summary => new(
        "/incident summary",
        [Known.Incident, Length, Form],
        "Writes the summary: in short, for managers, or the whole post-mortem; as a file too",
        Permissions.Observe,
        (context, ct) =>
        {
            var number = context.Arguments.NumberOf(Known.Incident);
            var form = Read<SummaryForm>(context.Find(Form));
            return (Read<SummaryLength>(context.Find(Length)) ?? (form is null ? null : SummaryLength.PostMortem)) is { } length
                ? summaries.WriteAsync(context.Request, number, length, form, ct)
                : desk.SummaryAsync(context.Request, number, ct);
        });

    public Command Learned => new(
        "/incident learned",
        [Known.Incident, How, Lesson],
        "Says what is to be learned of it, for its post-mortem",
        Permissions.Observe,
        (context, ct) => desk.LearnedAsync(
            context.Request,
            context.Arguments.NumberOf(Known.Incident),
            context.Find(How) switch
            {
                WentWell => LearnedKind.WentWell,
                WentBadly => LearnedKind.WentBadly,
                Lucky => LearnedKind.Lucky,
                _ => LearnedKind.Learned,
            },
            context.Find(Lesson),
            ct));

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private static T? Read<T>(string? word)
        where T : struct, Enum => word is null ? null : Enum.Parse<T>(word, ignoreCase: true);
}
