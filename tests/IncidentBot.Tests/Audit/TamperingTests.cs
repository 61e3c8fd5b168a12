using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Audit;

namespace IncidentBot.Tests.Audit;

/// <summary>Whichever single thing is changed, and wherever: it is found, and what nobody changed never is.</summary>
public sealed class TamperingTests
{
    /// <summary>Each changes a record that has at least one entry; the numbers say where and how.</summary>
    private static readonly Func<Record, int, int, Record>[] Ways =
    [
        (record, at, how) => Edit(record, at, entry => entry with { Body = Altered(entry.Body, how) }),
        (record, at, how) => Edit(record, at, entry => entry with { Body = entry.Body.Remove(how % entry.Body.Length, 1) }),
        (record, at, how) => Edit(record, at, entry => entry with { Body = entry.Body.Insert(how % entry.Body.Length, " ") }),
        (record, at, how) => Edit(record, at, entry => entry with { Mac = Altered(entry.Mac, how) }),
        (record, at, how) => Edit(record, at, entry => entry with { Mac = entry.Mac.ToUpperInvariant() + how }),
        (record, at, how) => Edit(record, at, entry => entry with { Sequence = entry.Sequence + 1 + how }),
        (record, at, how) => Edit(record, at, entry => entry with { Sequence = entry.Sequence - 1 - how }),
        (record, at, _) => record with { Entries = [.. record.Entries.Where((_, index) => index != at % record.Entries.Count)] },
        (record, at, how) => record with { Entries =
        [
            .. record.Entries.Take(how % (record.Entries.Count + 1)),
            record.Entries[at % record.Entries.Count],
            .. record.Entries.Skip(how % (record.Entries.Count + 1)),
        ] },
        (record, at, how) => Swapped(record, at % record.Entries.Count, how % record.Entries.Count),
        (record, at, _) => record with { Entries = [.. record.Entries.Take(at % record.Entries.Count)] },
        (record, _, how) => record with { Head = record.Head! with { Sequence = record.Head.Sequence + 1 + how } },
        (record, _, how) => record with { Head = record.Head! with { Sequence = record.Head.Sequence - 1 - how } },
        (record, _, how) => record with { Head = record.Head! with { Mac = Altered(record.Head.Mac, how) } },
        (record, _, how) => record with { Head = record.Head! with { Seal = Altered(record.Head.Seal, how) } },
        (record, _, _) => record with { Head = null },
    ];

    private static readonly Arbitrary<(int Entries, int Way, int At, int How)> Tampering = (
        from entries in Gen.Choose(1, 6)
        from way in Gen.Choose(0, Ways.Length - 1)
        from at in Gen.Choose(0, 1000)
        from how in Gen.Choose(0, 1000)
        select (entries, way, at, how)).ToArbitrary();

    [Fact]
    public void Any_one_change_is_found() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Tampering, deed =>
        {
            var record = Record.Of(deed.Entries);
            var tampered = Ways[deed.Way](record, deed.At, deed.How);
            return IsIntact(record) && IsIntact(tampered) == IsSame(record, tampered);
        }));

    private static bool IsIntact(Record record) => record.VerifyAsync().GetAwaiter().GetResult().Intact;

    private static bool IsSame(Record a, Record b) => a.Entries.SequenceEqual(b.Entries) && a.Head == b.Head;

    private static Record Edit(Record record, int at, Func<AuditRecord, AuditRecord> change) => record.With((at % record.Entries.Count) + 1, change);

    private static Record Swapped(Record record, int a, int b)
    {
        AuditRecord[] entries = [.. record.Entries];
        (entries[a], entries[b]) = (entries[b], entries[a]);
        return record with { Entries = entries };
    }

    private static string Altered(string text, int at)
    {
        var letters = text.ToCharArray();
        letters[at % letters.Length] = letters[at % letters.Length] == '0' ? '1' : '0';
        return new string(letters);
    }
}
