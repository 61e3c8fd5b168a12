using System.Globalization;
using System.Text.Json;
using IncidentBot.Audit;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Markup;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Dashboard;

/// <summary>The audit, for whoever may administer: it names every incident.</summary>
internal sealed class ShowAudit(IAuditStore store, AuditKey key, ComponentMarkup markup)
{
    private const int Shown = 100;

    public async Task<IResult> GetAsync(Visitor visitor, IQueryCollection asked, CancellationToken ct)
    {
        var search = AuditSearch.Read(asked);
        var mayRead = visitor.Person.May(Permissions.Administer);
        return await markup.PageAsync<AuditPage>(
            new()
            {
                [nameof(AuditPage.Visitor)] = visitor,
                [nameof(AuditPage.Search)] = search,
                [nameof(AuditPage.Records)] = mayRead ? await store.ListAsync(search.Query with { Limit = Shown }, ct) : null,
                [nameof(AuditPage.Verdict)] = mayRead && search.Verify
                    ? await new AuditVerifier(key.Chain).VerifyAsync(store.AllAsync(new AuditQuery(), ct), store.HeadAsync, [], ct)
                    : null,
            },
            mayRead ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);
    }
}

/// <summary>Which records somebody looks for, as it stands in the address.</summary>
public sealed record AuditSearch
{
    public AuditKind? Kind { get; private init; }
    public string Person { get; private init; } = "";
    public string Subject { get; private init; } = "";
    public bool Verify { get; private init; }
    public Cursor? After { get; private init; }
    public IReadOnlyList<string> Faults { get; private init; } = [];

    public AuditQuery Query => new()
    {
        Kind = Kind,
        Person = Person.Length > 0 ? new PersonId(Person) : null,
        Subject = Subject.Length > 0 ? Subject : null,
        NewestFirst = true,
        After = After,
    };

    public static AuditSearch Read(IQueryCollection query)
    {
        var asked = new AskedFilters(query);
        return new AuditSearch
        {
            Kind = asked.One<AuditKind>("kind"),
            Person = asked.Text("person"),
            Subject = asked.Text("subject"),
            Verify = asked.Is("verify", "yes"),
            After = asked.After(),
            Faults = asked.Faults,
        };
    }

    public string At(Cursor? after) => AskedFilters.Address(
        DashboardPages.Audit, ("kind", $"{Kind}"), ("person", Person), ("subject", Subject), ("after", after?.ToString()));
}

/// <summary>A record as people read it.</summary>
internal sealed record AuditLine(long Sequence, DateTimeOffset At, string Actor, string Kind, string Subject, string Details)
{
    public static AuditLine Of(AuditRecord record)
    {
        using var body = JsonDocument.Parse(record.Body);
        var root = body.RootElement;
        return new AuditLine(
            record.Sequence,
            DateTimeOffset.Parse(root.GetProperty("at").GetString()!, CultureInfo.InvariantCulture),
            root.GetProperty("actor").GetString()!,
            root.GetProperty("kind").GetString()!,
            root.GetProperty("subject").GetString()!,
            string.Join("; ", root.GetProperty("detail").EnumerateObject().Select(detail => $"{detail.Name}: {detail.Value.GetString()}")));
    }
}
