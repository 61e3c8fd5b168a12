using IncidentBot.Audit;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Desk;

public sealed class PermissionTests
{
    private static readonly Dictionary<string, Func<IncidentDesk, Request, Task>> NeedsRespond = new()
    {
        ["acknowledge"] = (desk, request) => desk.AcknowledgeAsync(request, 1, default),
        ["assess"] = (desk, request) => desk.AssessAsync(request, 1, default),
        ["mitigate"] = (desk, request) => desk.MitigateAsync(request, 1, "why", default),
        ["verify"] = (desk, request) => desk.VerifyAsync(request, 1, default),
        ["resolve"] = (desk, request) => desk.ResolveAsync(request, 1, default),
        ["close"] = (desk, request) => desk.CloseAsync(request, 1, default),
        ["cancel"] = (desk, request) => desk.CancelAsync(request, 1, "why", default),
        ["reopen"] = (desk, request) => desk.ReopenAsync(request, 1, "why", default),
        ["assign"] = (desk, request) => desk.AssignAsync(request, 1, Some.Ada, default),
        ["role"] = (desk, request) => desk.RoleAsync(request, 1, IncidentRole.Scribe, Some.Ada, default),
        ["severity"] = (desk, request) => desk.SeverityAsync(request, 1, Severity.P2, default),
        ["update"] = (desk, request) => desk.UpdateAsync(request, 1, "it is back", default),
        ["override"] = (desk, request) => desk.OverrideAsync(request, 1, "why", default),
    };

    private static readonly Dictionary<string, Func<IncidentDesk, Request, Task>> NeedsNothing = new()
    {
        ["note"] = (desk, request) => desk.NoteAsync(request, 1, "seen it too", default),
        ["status"] = (desk, request) => desk.StatusAsync(request, 1, default),
        ["list"] = (desk, request) => desk.ListAsync(request, new IncidentQuery(Reader.Of(request.By)) { OpenOnly = true }, "", default),
        ["timeline"] = (desk, request) => desk.TimelineAsync(request, 1, null, default),
        ["event"] = (desk, request) => desk.EventAsync(request, 1, 1, default),
        ["summary"] = (desk, request) => desk.SummaryAsync(request, 1, default),
    };

    private readonly IncidentRoom room = new();

    public static TheoryData<string> RespondOperations => [.. NeedsRespond.Keys];

    public static TheoryData<string> OpenOperations => [.. NeedsNothing.Keys];

    [Theory]
    [MemberData(nameof(RespondOperations))]
    public async Task Changing_an_incident_needs_Respond_and_the_refusal_names_who_may(string operation)
    {
        await room.InAsync(IncidentState.Declared);
        var before = room.Incident;

        await NeedsRespond[operation](room.Desk, Some.Request(Some.Olga));

        Assert.Equal(before, room.Incident);
        Assert.Equal((AuditKind.Refused, Some.Olga.Id), (room.LastAudit.Kind, room.LastAudit.Actor));
        Assert.Contains("Respond permission", room.LastReply);
        Assert.Contains("Ask one of them: Ada, Grace.", room.LastReply);
    }

    [Theory]
    [MemberData(nameof(OpenOperations))]
    public async Task Reading_and_notes_are_for_everyone(string operation)
    {
        await room.InAsync(IncidentState.Declared);
        var refusals = room.Store.Audit.Entries.Count(entry => entry.Kind is AuditKind.Refused);

        await NeedsNothing[operation](room.Desk, Some.Request(Some.Olga));

        Assert.Equal(refusals, room.Store.Audit.Entries.Count(entry => entry.Kind is AuditKind.Refused));
        Assert.Equal(2, room.Replies.Count());
    }
}
