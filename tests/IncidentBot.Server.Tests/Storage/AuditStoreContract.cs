using IncidentBot.Audit;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class AuditStoreContract(TestStore store) : StoreContract(store)
{
    private async Task<AuditVerdict> VerifyAsync(params AuditAnchor[] anchors)
    {
        var head = await Audit.HeadAsync(Ct);
        return await new AuditVerifier(Chain).VerifyAsync(Audit.AllAsync(new AuditQuery(), Ct), head, anchors, Ct);
    }

    private async Task<AuditAnchor> RecordAsync(int count)
    {
        for (var entry = 1; entry <= count; entry++)
        {
            await CommitAsync(new Changes { Audit = [Some.Audited($"R-{entry}")] });
        }

        var head = (await Audit.HeadAsync(Ct))!;
        return new AuditAnchor(head.Sequence, head.Mac);
    }

    [Fact]
    public async Task A_new_record_is_empty_and_intact()
    {
        Assert.Equal(Chain.Origin, await Audit.HeadAsync(Ct));
        Assert.True((await VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Any_entry_is_stored_exactly_as_it_was_chained()
    {
        var entries = Enumerable.Range(0, 60).Select(seed => new Some(seed).AnyAudited()).Append(Some.Audited("a\0b")).ToList();
        await CommitAsync(new Changes { Audit = entries });

        var stored = await Audit.AllAsync(new AuditQuery(), Ct).ToListAsync(Ct);
        Assert.Equal(entries.Select(entry => entry.ToCanonicalJson()), stored.Select(record => record.Body));
        Assert.True((await VerifyAsync()).Intact);
    }

    [Fact]
    public async Task A_record_of_many_pages_is_read_whole()
    {
        await CommitAsync(new Changes { Audit = [.. Enumerable.Range(1, 2000).Select(n => Some.Audited($"{n}"))] });

        Assert.Equal(2000, (await VerifyAsync()).Entries);
        Assert.True((await VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Entries_appended_at_once_are_one_chain()
    {
        await ParallelAsync(
            30,
            (replica, n) => replica.GetRequiredService<ILedger>().CommitAsync(new Changes { Audit = [Some.Audited($"{n} a"), Some.Audited($"{n} b")] }, Ct));

        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal(60, verdict.Entries);
    }

    [Fact]
    public async Task A_record_that_grows_while_it_is_checked_is_intact()
    {
        await RecordAsync(3);
        var reads = 0;

        var verdict = await new AuditVerifier(Chain).VerifyAsync(Audit.AllAsync(new AuditQuery(), Ct), HeadAsync, [], Ct);

        Assert.Empty(verdict.Faults);
        Assert.Equal(5, verdict.Entries);

        async Task<AuditHead?> HeadAsync(CancellationToken ct)
        {
            var head = await Audit.HeadAsync(ct);
            await RecordAsync(reads++ == 0 ? 2 : 0);
            return head;
        }
    }

    [Fact]
    public async Task An_entry_that_was_added_without_the_key_is_found()
    {
        await RecordAsync(2);
        await SqlAsync("insert into audit_entries (sequence, body, mac) select 3, body, mac from audit_entries where sequence = 2");

        Assert.Contains("Entry 3 does not fit", (await VerifyAsync()).Faults[0], StringComparison.Ordinal);
        await Assert.ThrowsAsync<AuditTamperedException>(() => RecordAsync(1));
    }

    [Fact]
    public async Task Nothing_is_appended_behind_an_old_head()
    {
        await RecordAsync(2);
        var old = (await Audit.HeadAsync(Ct))!;
        await RecordAsync(1);
        await SqlAsync($"update audit_head set sequence = {old.Sequence}, mac = '{old.Mac}', seal = '{old.Seal}'");

        await Assert.ThrowsAsync<AuditTamperedException>(() => RecordAsync(1));
    }

    [Theory]
    [InlineData("update audit_entries set body = replace(body, 'R-3', 'R-9') where sequence = 3")]
    [InlineData("update audit_entries set mac = (select mac from audit_entries where sequence = 2) where sequence = 3")]
    public async Task An_edit_is_found(string edit)
    {
        await RecordAsync(5);
        Assert.Equal(1, await SqlAsync(edit));

        Assert.Contains("Entry 3 does not fit", (await VerifyAsync()).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_is_found()
    {
        await RecordAsync(5);
        await SqlAsync("delete from audit_entries where sequence = 3");

        Assert.Contains("After entry 2 comes entry 4", (await VerifyAsync()).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_that_was_renumbered_is_found()
    {
        await RecordAsync(5);
        await SqlAsync("delete from audit_entries where sequence = 5");
        await SqlAsync("update audit_head set sequence = 4, mac = (select mac from audit_entries where sequence = 4)");

        Assert.Contains("seal does not fit", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reorder_is_found()
    {
        await RecordAsync(5);
        await SqlAsync("update audit_entries set sequence = -2 where sequence = 2");
        await SqlAsync("update audit_entries set sequence = 2 where sequence = 3");
        await SqlAsync("update audit_entries set sequence = 3 where sequence = -2");

        Assert.Contains("Entry 2 does not fit", (await VerifyAsync()).Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_moved_below_the_first_is_found()
    {
        await RecordAsync(2);
        await SqlAsync("update audit_entries set sequence = -2 where sequence = 2");

        Assert.False((await VerifyAsync()).Intact);
    }

    [Fact]
    public async Task A_cut_tail_is_found_by_the_head()
    {
        await RecordAsync(5);
        await SqlAsync("delete from audit_entries where sequence > 3");

        Assert.Contains("ends at entry 3, but its head says 5", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_cut_together_with_an_old_head_put_back_is_found_by_an_anchor_alone()
    {
        await RecordAsync(3);
        var old = (await Audit.HeadAsync(Ct))!;
        var anchor = await RecordAsync(2);
        await SqlAsync("delete from audit_entries where sequence > 3");
        await SqlAsync($"update audit_head set sequence = {old.Sequence}, mac = '{old.Mac}', seal = '{old.Seal}'");

        Assert.True((await VerifyAsync()).Intact);
        Assert.Contains("its tail was cut off", Assert.Single((await VerifyAsync(anchor)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_was_emptied_is_found()
    {
        var anchor = await RecordAsync(3);
        await SqlAsync("delete from audit_entries");
        Assert.False((await VerifyAsync()).Intact);

        await SqlAsync("delete from audit_head");
        Assert.Null(await Audit.HeadAsync(Ct));
        Assert.False((await VerifyAsync(anchor)).Intact);
    }
}
