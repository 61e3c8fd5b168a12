using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Audit;
using IncidentBot.People;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audit;

/// <summary>What is chained must be the same bytes on every machine, for as long as the record is kept.</summary>
public sealed class AuditEntryTests
{
    private static readonly AuditEntry Entry = new(Some.Night.AddTicks(1234567), Some.Ada.Id, AuditKind.Approved, "R-1")
    {
        Detail = new Dictionary<string, string> { ["what"] = "said \"yes\"", ["call"] = "/redis trim", ["Plan"] = "7c1e" },
    };

    private static readonly Arbitrary<string> Texts = Gen.Elements('a', 'b', '"', '\\', '\n', '\0', '<', ',', ':', '{', 'é', '→', '\u2028')
        .ArrayOf()
        .Select(letters => new string(letters))
        .ToArbitrary();

    [Fact]
    public void The_canonical_form_is_compact_with_its_details_sorted() => Assert.Equal(
        """{"at":"2026-11-22T03:00:00.1234567Z","actor":"ada","kind":"Approved","subject":"R-1","detail":{"Plan":"7c1e","call":"/redis trim","what":"said \u0022yes\u0022"}}""",
        Entry.ToCanonicalJson());

    [Fact]
    public void It_does_not_depend_on_the_order_of_the_details_the_zone_or_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var dotted = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        dotted.DateTimeFormat.TimeSeparator = ".";
        var other = Entry with { At = Entry.At.ToOffset(TimeSpan.FromHours(-9.5)), Detail = Entry.Detail.Reverse().ToDictionary() };
        try
        {
            CultureInfo.CurrentCulture = dotted;
            var elsewhere = other.ToCanonicalJson();
            CultureInfo.CurrentCulture = before;

            Assert.Equal(Entry.ToCanonicalJson(), elsewhere);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Where_nobody_acted_it_was_the_bot() =>
        Assert.Contains("\"actor\":\"bot\"", (Entry with { Actor = null }).ToCanonicalJson(), StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_written_can_be_read_back() => Prop.ForAll(Texts, Texts, (subject, detail) =>
    {
        var body = (Entry with { Actor = new PersonId(detail), Subject = subject, Detail = new Dictionary<string, string> { [detail] = subject } })
            .ToCanonicalJson();
        var read = JsonDocument.Parse(body).RootElement;
        return read.GetProperty("subject").GetString() == subject
            && read.GetProperty("actor").GetString() == detail
            && read.GetProperty("detail").GetProperty(detail).GetString() == subject
            && body.All(letter => letter is >= ' ' and <= '~');
    }).QuickCheckThrowOnFailure();
}
