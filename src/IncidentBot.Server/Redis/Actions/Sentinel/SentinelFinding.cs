using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>The worst thing in a picture, in one sentence, with what to do about it.</summary>
/// <param name="Class">Null where it has no class of its own.</param>
internal sealed record SentinelFinding(string Sentence, FailureClass? Class, bool Healthy, string? Next)
{
    /// <summary>It is about the settings of the bot, and says nothing against the servers.</summary>
    public bool IsUnread { get; init; }

    public static SentinelFinding Of(SentinelPicture picture)
    {
        var (views, all) = (picture.Views, picture.Sentinels.Count);
        if (views.Count == 0)
        {
            if (picture.Silent.All(silent => silent.Answer.Mend is not null))
            {
                return Unread($"None of {Plural.Of(all, "sentinel")} can be read", picture.Silent[0].Answer.Class, picture.Silent[0].Answer.Mend);
            }

            return Bad(
                $"None of {Plural.Of(all, "sentinel")} answers",
                picture.Silent[0].Answer.Class,
                "Check the sentinel processes on their hosts; without them nobody fails over.");
        }

        if (picture.Strangers.Count == views.Count)
        {
            return Bad(
                $"No sentinel knows a master called \"{picture.Name}\"",
                null,
                "Compare MasterName in the settings with `sentinel monitor` in sentinel.conf.");
        }

        if (picture.Masters is { Count: > 1 } masters)
        {
            var both = string.Join(" and ", masters.Select(server => server.Address));
            return Bad($"{masters.Count} servers say that they are the master: {both}", FailureClass.SplitBrain, FailureClass.SplitBrain.Text().NextStep);
        }

        if (picture.Opinions is { Count: > 1 } opinions)
        {
            var each = opinions.Select(group => (Count: group.Count(), Names: group.Key))
                .Select(group => $"{group.Count} {Plural.Pick(group.Count, "names", "name")} {group.Names}");
            return Bad($"The sentinels disagree: {string.Join(", ", each)}", FailureClass.SplitBrain, FailureClass.SplitBrain.Text().NextStep);
        }

        var master = picture.Master!;
        if (picture.IsFailingOver)
        {
            return Bad($"A failover is in progress; {master} is the master until it ends", null, "Wait, then ask again: /redis sentinels");
        }

        if (views.FirstOrDefault(view => view.NoQuorum is not null) is { } lacking)
        {
            return Bad(
                $"They name {master}, but cannot fail over: {lacking.NoQuorum!.TrimEnd('.')}",
                FailureClass.NoQuorum,
                FailureClass.NoQuorum.Text().NextStep);
        }

        return OfMaster(picture, master) ?? OfSentinels(picture, master);
    }

    private static SentinelFinding? OfMaster(SentinelPicture picture, NodeAddress master)
    {
        var server = picture.Server(master);
        return server switch
        {
            { Role: { IsMaster: false } role } => Bad(
                $"They name {master}, which is a replica of {role.Follows}",
                FailureClass.ReadOnly,
                "Sentinels correct this by themselves within a minute; ask again: /redis sentinels"),
            { Node: not null, Role: null, Answer.Class: { } refused } when refused.IsNoOutage() => null,
            { Node: not null, Role: null, Answer.IsLate: true } => null,
            { Node: not null, Role: null, Answer: { Mend: { } mend } answer } =>
                Unread($"They name {master}, which cannot be read: {server.Trouble}", answer.Class, mend),
            { Node: not null, Role: null } => Bad(
                $"The master {master} does not answer: {server.Trouble}",
                server.Answer!.Class,
                "They fail over after down-after-milliseconds; ask again, then look at /redis failover."),
            _ when picture.Views.Any(view => view.MasterIsDown) => Bad(
                $"The master {master} is down for {picture.Views.Count(view => view.MasterIsDown)} of {picture.Views.Count} sentinels",
                null,
                "They fail over once enough of them agree; ask again: /redis sentinels"),
            _ => null,
        };
    }

    private static SentinelFinding OfSentinels(SentinelPicture picture, NodeAddress master)
    {
        var role = picture.Server(master) is { Role: not null } ? ", which is the master" : "";
        var (views, all) = (picture.Views.Count, picture.Sentinels.Count);
        return (picture.Silent.Count, picture.Strangers.Count) switch
        {
            (0, 0) => new SentinelFinding($"All {Plural.Of(all, "sentinel")} name {master}{role}; quorum is there", null, true, null),
            (0, var strangers) => Bad(
                $"{views - strangers} of {all} sentinels name {master}{role}; {strangers} {Plural.Pick(strangers, "does", "do")} not know \"{picture.Name}\"",
                null,
                "Add `sentinel monitor` for it to the sentinel.conf of those that do not know it."),
            (var silent, _) => OfSilent(picture, $"{views} of {all} sentinels name {master}{role}", silent),
        };
    }

    private static SentinelFinding OfSilent(SentinelPicture picture, string named, int silent)
    {
        var mends = picture.Silent.Select(sentinel => sentinel.Answer.Mend).OfType<string>().ToList();
        var gone = silent - mends.Count;
        var shut = $"{mends.Count} cannot be read";
        return gone == 0
            ? Unread($"{named}; {shut}", null, mends[0])
            : Bad(
                $"{named}; {gone} {Plural.Pick(gone, "does", "do")} not answer{(mends.Count > 0 ? $", {shut}" : "")}",
                null,
                "Start the silent ones again: with each that is missing, quorum is nearer to being lost.");
    }

    private static SentinelFinding Bad(string sentence, FailureClass? found, string next) => new(sentence, found, false, next);

    private static SentinelFinding Unread(string sentence, FailureClass? found, string? mend) => new(sentence, found, false, mend) { IsUnread = true };
}
