using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Audit;

/// <summary>What somebody could do to the record who has the database, but not the key.</summary>
public sealed class AuditVerifierTests
{
    private static readonly Record Five = Record.Of(5);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task What_was_not_touched_is_intact(int entries)
    {
        var record = Record.Of(entries);

        var verdict = await record.VerifyAsync([.. record.Entries.Select(entry => record.Anchor((int)entry.Sequence))]);

        Assert.Empty(verdict.Faults);
        Assert.True(verdict.Intact);
        Assert.Equal((entries, record.Head!.Mac, entries), (verdict.Entries, verdict.Head, verdict.AnchorsChecked));
    }

    [Fact]
    public async Task The_record_of_a_whole_incident_is_intact()
    {
        var room = await new IncidentRoom().InAsync(IncidentState.Closed);
        await room.CarryOutAsync();

        var audit = room.Store.Audit;
        var verdict = await new AuditVerifier(Some.Chain).VerifyAsync(audit.AllAsync(new AuditQuery(), default), await audit.HeadAsync(default), [], default);

        Assert.True(verdict.Intact);
        Assert.Equal(room.Store.Audit.Entries.Count, verdict.Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task An_edited_entry_is_found(int sequence) =>
        await AssertFoundAsync(
            Five.With(sequence, entry => entry with { Body = entry.Body.Replace("ada", "eve", StringComparison.Ordinal) }),
            $"Entry {sequence} does not fit the chain");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task An_edited_link_is_found(int sequence) =>
        await AssertFoundAsync(Five.With(sequence, entry => entry with { Mac = new string('a', 64) }), $"Entry {sequence} does not fit the chain");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_removed_entry_is_found(int sequence) =>
        await AssertFoundAsync(Five.Without(sequence), $"After entry {sequence - 1} comes entry {sequence + 1}: entries were removed or reordered.");

    [Fact]
    public async Task A_removed_entry_is_found_when_the_later_ones_are_renumbered() =>
        await AssertFoundAsync(
            Five.Without(3) with { Entries = [.. Five.Without(3).Entries.Select((entry, index) => entry with { Sequence = index + 1 })] },
            "Entry 3 does not fit the chain");

    [Fact]
    public async Task Entries_in_another_order_are_found() =>
        await AssertFoundAsync(
            Five with { Entries = [.. Five.Entries.Take(2), Five.Entries[3], Five.Entries[2], Five.Entries[4]] },
            "After entry 2 comes entry 4");

    [Fact]
    public async Task An_inserted_entry_is_found()
    {
        var strange = new AuditChain([.. Enumerable.Repeat((byte)1, 32)]);
        var (forged, _) = strange.Append(new AuditHead(5, Five.Head!.Mac, ""), new AuditEntry(Some.Night, Some.Grace.Id, AuditKind.Approved, "R-1"));

        await AssertFoundAsync(Five with { Entries = [.. Five.Entries, forged] }, "Entry 6 does not fit the chain");
        await AssertFoundAsync(Five with
        {
            Entries =
        [
            .. Five.Entries.Take(2),
            forged with { Sequence = 3 },
            .. Five.Entries.Skip(2).Select(entry => entry with { Sequence = entry.Sequence + 1 }),
        ]
        }, "Entry 3 does not fit the chain");
        await AssertFoundAsync(Five with { Entries = [.. Five.Entries, Five.Entries[4]] }, "After entry 5 comes entry 5");
    }

    [Fact]
    public async Task A_record_that_was_written_with_another_key_is_found() =>
        await AssertFoundAsync(Record.Of(5, new AuditChain([.. Enumerable.Repeat((byte)1, 32)])), "Entry 1 does not fit the chain");

    [Fact]
    public async Task A_tail_that_was_cut_off_is_found() =>
        await AssertFoundAsync(Five.Without(5), "The record ends at entry 4, but its head says 5");

    [Fact]
    public async Task A_tail_that_was_cut_off_is_found_when_the_head_was_rewritten_without_the_key()
    {
        await AssertFoundAsync(Five.Without(5) with { Head = Five.Head! with { Sequence = 4, Mac = Five.Entries[3].Mac } }, "The head's seal does not fit");
        await AssertFoundAsync(Five.Without(5) with { Head = null }, "The record ends at entry 4, but its head says 0");
    }

    [Fact]
    public async Task The_sealed_head_of_another_record_is_found() =>
        await AssertFoundAsync(
            Five with { Head = Record.Of(5, subject: "nothing happened").Head },
            "The record ends at entry 5, but its head is not that entry's");

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_return_to_an_old_state_that_was_sealed_then_is_found_by_an_anchor_and_by_nothing_else(int entries)
    {
        var old = Record.Of(entries);

        Assert.True((await old.VerifyAsync()).Intact);
        Assert.Equal(
            $"The record ends at entry {entries}, but entry 5 was anchored: its tail was cut off.",
            Assert.Single((await old.VerifyAsync(Five.Anchor(5))).Faults));
    }

    [Fact]
    public async Task A_history_that_was_rewritten_with_the_key_is_found_by_an_anchor_and_by_nothing_else()
    {
        var rewritten = Record.Of(5, subject: "nothing happened");

        Assert.True((await rewritten.VerifyAsync()).Intact);
        Assert.Equal($"Entry 3 is not the one that was anchored as {Five.Anchor(3)}.", Assert.Single((await rewritten.VerifyAsync(Five.Anchor(3))).Faults));
    }

    [Fact]
    public async Task Each_anchor_is_looked_at_also_two_for_one_entry()
    {
        var verdict = await Five.VerifyAsync(Five.Anchor(2), new AuditAnchor(2, "000000000000"), Five.Anchor(5), new AuditAnchor(9, "000000000000"));

        Assert.Equal(
            ["Entry 2 is not the one that was anchored as 2:000000000000.", "The record ends at entry 5, but entry 9 was anchored: its tail was cut off."],
            verdict.Faults);
        Assert.Equal(4, verdict.AnchorsChecked);
    }

    private static async Task AssertFoundAsync(Record tampered, string fault)
    {
        var verdict = await tampered.VerifyAsync();

        Assert.False(verdict.Intact);
        Assert.StartsWith(fault, verdict.Faults[0]);
    }
}
