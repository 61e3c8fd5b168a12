using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audit;

/// <summary>The text that is chained, as every version has written it: <c>audit verify</c> of an old chain reads it to the byte.</summary>
public sealed class AuditFactTests
{
    private const string Head = """{"at":"2026-11-22T03:00:00.0000000Z","actor":"ada","kind":"Incident","subject":"it","detail":""";

    public static TheoryData<AuditFact, string> Facts => new()
    {
        { new AuditFact.Bare(), "{}" },
        {
            new AuditFact.OfIncident(IncidentState.Mitigating, Severity.P0, "primary", "Assessing to Mitigating."),
            """{"severity":"P0","state":"Mitigating","target":"primary","what":"Assessing to Mitigating."}"""
        },
        {
            new AuditFact.OfRun("/redis clear-cache rl:* on primary", "0123abcd", RunState.Approved, null, "approved by Grace"),
            """{"call":"/redis clear-cache rl:* on primary","plan":"0123abcd","state":"Approved","what":"approved by Grace"}"""
        },
        {
            new AuditFact.OfRun("/redis kill-idle on primary", "0123abcd", RunState.Running, 4, "started"),
            """{"call":"/redis kill-idle on primary","plan":"0123abcd","state":"Running","step":"4","what":"started"}"""
        },
        { new AuditFact.Refused("Olga may not."), """{"rule":"Olga may not."}""" },
        { new AuditFact.Answered("PONG in 0.4 ms"), """{"answer":"PONG in 0.4 ms"}""" },
        { new AuditFact.Happened("slack:T1:U9 is ada"), """{"what":"slack:T1:U9 is ada"}""" },
        {
            new AuditFact.Anchored(new AuditAnchor(128, "3f9a3f9a3f9a"), [new ChannelRef("slack", "T1", "C1"), new ChannelRef("local", "demo", "audit")]),
            """{"anchor":"128:3f9a3f9a3f9a","channel":"slack:T1:C1 local:demo:audit"}"""
        },
    };

    [Theory, MemberData(nameof(Facts), DisableDiscoveryEnumeration = true)]
    public void The_chained_text_of_a_fact_does_not_change(AuditFact fact, string detail) =>
        Assert.Equal($"{Head}{detail}}}", AuditEntry.Of(Some.Night, Some.Ada.Id, AuditKind.Incident, "it", fact).ToCanonicalJson());

    [Fact]
    public void No_fact_is_without_its_text() => Assert.Equal(
        typeof(AuditFact).GetNestedTypes().Select(type => type.Name).Order(),
        Facts.Select(row => row.Data.Item1.GetType().Name).Distinct().Order());

    [Fact]
    public void Nothing_but_a_fact_gives_an_entry_its_details() =>
        Assert.Equal([nameof(AuditEntry)], Callers.Of(typeof(AuditEntry).GetProperty(nameof(AuditEntry.Detail))!.SetMethod!).Distinct());
}
