using System.Diagnostics;
using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Timeline;

/// <summary>The one place where an event becomes words. They follow the name of whoever did it: <c>Ada: acknowledged it</c>.</summary>
internal static class EventText
{
    private const int HashDigits = 8;

    public static string Of(TimelineEvent what) => what switch
    {
        TimelineEvent.Opened opened => $"opened as {Nature(opened)}: {opened.Title} ({opened.Target})",
        TimelineEvent.Acknowledged { ByStep: true } => "acknowledged it by taking a step",
        TimelineEvent.Acknowledged => "acknowledged it",
        TimelineEvent.Moved moved => moved.Why,
        TimelineEvent.Found found => Found(found),
        TimelineEvent.Checked ran => Checked(ran),
        TimelineEvent.RunMoved { Step: { } step } run => string.Create(CultureInfo.InvariantCulture, $"R-{run.Number} (step {step}) {run.What}"),
        TimelineEvent.RunMoved run => string.Create(CultureInfo.InvariantCulture, $"R-{run.Number} {run.What}"),
        TimelineEvent.RunbookStarted runbook => $"follows the runbook {runbook.Id}, text {runbook.Hash[..HashDigits]}. {runbook.Why}".TrimEnd(),
        TimelineEvent.StepDone step => Step(step),
        TimelineEvent.StatusUpdated update => $"status update: {update.Update}",
        TimelineEvent.UpdatesSnoozed { Until: { } until } snoozed => $"snoozes updates until {Moment.Of(until)}: {snoozed.Reason}",
        TimelineEvent.UpdatesSnoozed => "no longer snoozes updates",
        TimelineEvent.Noted note => note.Note,
        TimelineEvent.Learned learned => $"{Lesson(learned.How)}: {learned.Text}",
        TimelineEvent.Changed changed => Changed(changed),
        TimelineEvent.Overridden overridden => Overridden(overridden),
        TimelineEvent.Escalated escalated => $"nobody had acknowledged it after {Duration.Words(escalated.Waited)}",
        TimelineEvent.RoomMoved { How: RoomStay.Begun } moved => $"handled in {moved.Room} from here on",
        TimelineEvent.RoomMoved moved => $"{moved.Room} {moved.Why ?? "was archived"}",
        TimelineEvent.Bridged { Ended: false } bridge => $"live in {bridge.Channel} as well",
        TimelineEvent.Bridged bridge => $"no longer live in {bridge.Channel}",

        TimelineEvent.Looked { Well: true } looked => $"{CheckText.Count(looked.Results)}, without a verification yet",
        TimelineEvent.Looked looked => $"not well any more: {CheckText.Failing(looked.Results)}",
        TimelineEvent.CauseStated stated => $"says why: {stated.Cause}",
        TimelineEvent.ImpactStated impact => $"says of {impact.Service}: {impact.Impact}{Span(impact.From, impact.Until)}",
        TimelineEvent.ImpactStruck struck => $"says that {struck.Service} is not affected: {struck.Reason}",
        TimelineEvent.ImpactBegan began => $"says that impact began at {Moment.Of(began.Began)}",
        TimelineEvent.HandedOver { IsTaken: false } offered => $"hands it over to {offered.ToName}, who has not taken it yet",
        TimelineEvent.HandedOver taken => $"has taken it over from {taken.FromName}",
        TimelineEvent.UpdateAsked { Question.Length: > 0 } asked => $"asks for an update: {asked.Question}",
        TimelineEvent.UpdateAsked => "asks for an update",
        TimelineEvent.AlertsChanged alerts => Alerts(alerts),
        TimelineEvent.AlertsSeen seen => $"has seen {(seen.Firing == 1 ? "the alert that fires" : $"the {Figures.Count(seen.Firing)} alerts that fire")}",
        TimelineEvent.TaskGiven task => $"gives a task: {Task(task)}",
        TimelineEvent.TaskEnded { IsDone: true } ended => $"has done t{ended.Number} {ended.Task.TrimEnd('.')}{(ended.Why.Length > 0 ? $": {ended.Why}" : "")}",
        TimelineEvent.TaskEnded ended => $"drops t{ended.Number} {ended.Task.TrimEnd('.')}: {ended.Why}",
        TimelineEvent.Unwatched unwatched => $"no longer checked: {unwatched.Check}: {unwatched.Reason}",
        TimelineEvent.DrillEnded drill => $"ended the rehearsal of {drill.Of}: right cause {After(drill.ToCause)}, service back {After(drill.ToRepair)}, "
            + $"verified {After(drill.ToVerify)}",
        TimelineEvent.Invited invited => $"lets {invited.Name} see it",
        TimelineEvent.Corrected corrected => string.Create(CultureInfo.InvariantCulture, $"corrected e{corrected.Entry}: {Better(corrected)}"),
        TimelineEvent.Struck struck => string.Create(CultureInfo.InvariantCulture, $"struck e{struck.Entry}: {struck.Reason}"),

        // A row from before has its text, and nothing makes a new one.
        _ => throw new UnreachableException(),
    };

    /// <summary><c>t1 write the limit into redis.conf (Grace, by 17:00)</c>.</summary>
    public static string Task(TimelineEvent.TaskGiven task) =>
        $"t{task.Number} {task.Task.TrimEnd('.')} ({task.OwnerName ?? "nobody has it"}{(task.Due is { } due ? $", by {Moment.Of(due)}" : "")})";

    private static string Lesson(LearnedKind how) => how switch
    {
        LearnedKind.WentWell => "went well",
        LearnedKind.WentBadly => "went badly",
        LearnedKind.Lucky => "was luck",
        _ => "learned",
    };

    private static string Alerts(TimelineEvent.AlertsChanged alerts)
    {
        var (news, left) = (alerts.News, alerts.Truncated);
        string?[] parts =
        [
            news.BeganInAll > 0 ? $"{Plural.Of(news.BeganInAll, "alert")} began to fire: {Named(news.Began, news.BeganInAll)}" : null,
            news.EndedInAll > 0 ? $"{Plural.Of(news.EndedInAll, "alert")} resolved: {Named(news.Ended, news.EndedInAll)}" : null,
            $"{Plural.Pick(alerts.Firing, "1 fires", alerts.Firing == 0 ? "none fires" : $"{Figures.Count(alerts.Firing)} fire")}"
                + (left > 0 ? $", and the sender left out {Figures.Count(left)} more" : ""),
            alerts.Why,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Named(IReadOnlyList<string> named, int all) =>
        string.Join(", ", named) + (all > named.Count ? $" and {Figures.Count(all - named.Count)} more" : "");

    /// <summary>What an override goes on without.</summary>
    public static string Missing(IncidentState leadsTo, bool despiteAlerts) =>
        despiteAlerts ? "the end of its alerts" : leadsTo is IncidentState.Resolved ? "a clean soak" : "all checks passing";

    private static string Nature(TimelineEvent.Opened opened) => string.Concat(
        $"{opened.Severity}",
        opened.Of is IncidentKind.Real ? "" : $" {opened.Of.ToString().ToLowerInvariant()}",
        opened.IsPrivate ? ", private" : "");

    private static string Found(TimelineEvent.Found found) => found switch
    {
        { Way: FoundBy.Assessment } => found.Answer,
        { Step: { } step } => string.Create(CultureInfo.InvariantCulture, $"step {step} {found.Call}: {found.Answer}"),
        _ => $"{found.Call}: {found.Answer}",
    };

    private static string Checked(TimelineEvent.Checked ran) => ran.When switch
    {
        CheckedAt.SoakPassed => $"{KeptPassing(ran.Soak ?? TimeSpan.Zero)} {CheckText.All(ran.Results)}",
        CheckedAt.SoakOver => $"The soak is over, but {CheckText.All(ran.Results)}.",
        _ => CheckText.All(ran.Results),
    };

    /// <summary>With a comma before it; empty where nothing is known.</summary>
    public static string Span(DateTimeOffset? from, DateTimeOffset? until) => (from, until) switch
    {
        ({ } since, { } to) => $", from {Moment.Of(since)} to {Moment.Of(to)}",
        ({ } since, null) => $", since {Moment.Of(since)}",
        (null, { } to) => $", until {Moment.Of(to)}",
        _ => "",
    };

    private static string After(TimeSpan? length) => length is { } took ? $"after {Duration.Words(took)}" : "never";

    public static string KeptPassing(TimeSpan soak) => $"The checks kept passing for {Duration.Words(soak)}.";

    private static string Step(TimelineEvent.StepDone step)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"step {step.Step}");
        return step.How switch
        {
            StepState.NothingToDo => $"{named} {step.Task} had nothing to do: {step.Result}",
            _ => $"{named} {step.How.ToString().ToLowerInvariant()}: {step.Task.TrimEnd('.')}{(step.Result.Length > 0 ? $". {step.Result}" : "")}",
        };
    }

    private static string Better(TimelineEvent.Corrected corrected) => corrected switch
    {
        { Text: { } text } => text,
        { At: { } at, Reason: { } why } => $"it was at {Moment.Of(at)}, {why}",
        { At: { } at } => $"it was at {Moment.Of(at)}",
        _ => throw new UnreachableException(),
    };

    private static string Changed(TimelineEvent.Changed changed) => changed.Field switch
    {
        IncidentField.Severity => $"severity {changed.From} → {changed.To}",
        IncidentField.Assignee => $"assigned to {changed.To}",
        _ => $"{changed.Field} is {changed.To}",
    };

    private static string Overridden(TimelineEvent.Overridden step)
    {
        var without = $"going on to {step.LeadsTo} without {Missing(step.LeadsTo, step.DespiteAlerts)}";
        return step.How switch
        {
            OverrideStep.Asked => $"asked to go on to {step.LeadsTo} without {Missing(step.LeadsTo, step.DespiteAlerts)}: {step.Reason}",
            OverrideStep.Approved => $"approved {without}, as {step.AskedByName} asked: {step.Reason}",
            _ => $"rejected the override that {step.AskedByName} asked for",
        };
    }
}
