using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class IncidentStoreContract(TestStore store) : StoreContract(store)
{
    private IIncidentStore Incidents => There.GetRequiredService<IIncidentStore>();

    private async Task<Incident> SavedAsync(Incident incident)
    {
        await CommitAsync(new Changes { Incident = incident });
        return incident with { Version = 1 };
    }

    [Fact]
    public async Task Any_incident_and_its_timeline_come_back_as_they_were_saved()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var some = new Some(seed);
            var incident = some.AnyIncident();
            var entries = new[] { some.AnyEntry(incident.Id), some.AnyEntry(incident.Id) };
            await CommitAsync(new Changes { Incident = incident, Timeline = entries });

            var kept = entries.Aggregate(incident.Milestones, Counting.After);
            Assert.Equivalent(incident with { Version = 1, Milestones = kept }, await Incidents.FindAsync(incident.Id, Ct), strict: true);
            Assert.Equivalent(
                entries.Select((entry, index) => entry with { Sequence = index + 1 }),
                await Incidents.WholeTimelineAsync(incident.Id, Ct),
                strict: true);
        }
    }

    [Fact]
    public async Task An_incident_is_found_by_id_and_by_number()
    {
        var incident = await SavedAsync(Some.Incident());

        Assert.Equivalent(incident, await Incidents.FindAsync(incident.Number, Ct), strict: true);
        Assert.Null(await Incidents.FindAsync(int.MaxValue, Ct));
        Assert.Null(await Incidents.FindAsync(IncidentId.New(Some.Now), Ct));
    }

    [Fact]
    public async Task An_incident_is_found_where_it_was_opened_where_it_lives_and_where_it_is_bridged_to()
    {
        var (room, bridge) = (new ChannelRef("slack", "T1", "C9"), new ChannelRef("teams", "t", "19:x@thread"));
        var opened = await SavedAsync(Some.Incident() with { Room = new Room(Some.Ops), Channel = Some.Ops });
        var moved = opened with
        {
            Channel = room,
            Room = opened.Room! with { Place = room, Name = "#inc-1", Done = new Dictionary<string, string> { ["topic"] = "P0" } },
            Bridges = [bridge],
        };
        await CommitAsync(new Changes { Incident = moved });

        foreach (var place in (ChannelRef[])[Some.Ops, room, bridge])
        {
            Assert.Equivalent(moved with { Version = 2 }, Assert.Single(await Incidents.InChannelAsync(place, Ct)), strict: true);
        }

        await CommitAsync(new Changes { Incident = moved with { Version = 2, Bridges = [] } });
        Assert.Empty(await Incidents.InChannelAsync(bridge, Ct));
    }

    [Fact]
    public async Task Who_was_told_of_it_and_who_follows_it_is_kept()
    {
        var told = Some.Incident() with
        {
            Stakeholders = [new ChannelRef("teams", "t", "19:managers@thread.tacv2")],
            EndedBridges = [new ChannelRef("slack", "T1", "C9")],
            Followers = [new Follower(new PersonId("ada"), new Account("slack", "T1", "U1"), Some.Now)],
        };

        Assert.Equivalent(await SavedAsync(told), await Incidents.FindAsync(told.Id, Ct), strict: true);
    }

    [Fact]
    public async Task An_incident_is_not_found_any_more_where_its_only_bridge_has_ended()
    {
        var bridge = new ChannelRef("teams", "t", "19:y@thread");
        var bridged = await SavedAsync(Some.Incident() with { Bridges = [bridge] });
        Assert.Single(await Incidents.InChannelAsync(bridge, Ct));

        await CommitAsync(new Changes { Incident = bridged with { Bridges = [] } });

        Assert.Empty(await Incidents.InChannelAsync(bridge, Ct));
    }

    [Fact]
    public async Task A_link_is_kept_as_far_as_it_has_come_and_the_first_one_stays()
    {
        var links = There.GetRequiredService<ILinkStore>();
        var other = new Account("teams", "t", "29:y");
        var offer = new LinkOffer(
            "ABCDEFGHJK",
            new PersonId("ada"),
            new ReplyAddress(Some.Ops, new Account("slack", "T1", "U1"), null),
            Other: null,
            Some.Now,
            Linked: false);
        await CommitAsync(new Changes { Link = offer });
        Assert.Equal(offer, await links.FindOfferAsync(offer.Code, Ct));
        Assert.Null(await links.FindAsync(other, Ct));

        await CommitAsync(new Changes { Link = offer with { Other = other, Linked = true } });
        var another = offer with { Code = "KJHGFEDCBA", Person = new PersonId("grace"), Other = other, Linked = true };
        await CommitAsync(new Changes { Link = another });

        var link = new AccountLink(other, new PersonId("ada"), offer.From.To);
        Assert.Equal(link, await links.FindAsync(other, Ct));
        Assert.Equal([link], await links.OfAsync(new PersonId("ada"), Ct));
        Assert.Empty(await links.OfAsync(new PersonId("grace"), Ct));

        // What has ended makes room in the same commit; one that was read before somebody else did that takes nothing away.
        await CommitAsync(new Changes { Unlink = link, Link = another });
        await CommitAsync(new Changes { Unlink = link });
        Assert.Equal(another.ToLink(), await links.FindAsync(other, Ct));

        await CommitAsync(new Changes { Unlink = another.ToLink() });
        Assert.Null(await links.FindAsync(other, Ct));
    }

    [Fact]
    public async Task A_channel_shows_its_incidents_until_they_are_closed_or_cancelled()
    {
        var saved = new List<Incident>();
        foreach (var state in Enum.GetValues<IncidentState>())
        {
            saved.Add(await SavedAsync(Some.Incident() with { State = state }));
        }

        await SavedAsync(Some.Incident(Some.Other));

        var expected = saved.Where(incident => incident.State is not (IncidentState.Closed or IncidentState.Cancelled))
            .Select(incident => incident.Number)
            .Reverse();
        Assert.Equal(expected, (await Incidents.InChannelAsync(Some.Ops, Ct)).Select(incident => incident.Number));
        Assert.Equal(
            saved.Last(incident => incident.State is IncidentState.Closed or IncidentState.Cancelled).Number,
            (await Incidents.LastOverAsync(Some.Ops, Ct))!.Number);
        Assert.Null(await Incidents.LastOverAsync(Some.Other, Ct));
    }

    [Fact]
    public async Task A_channel_whose_parts_contain_colons_is_not_mistaken_for_another()
    {
        var incident = await SavedAsync(Some.Incident(new("a:b", "c", "d")));

        Assert.Equal(incident.Number, Assert.Single(await Incidents.InChannelAsync(new("a:b", "c", "d"), Ct)).Number);
        Assert.Empty(await Incidents.InChannelAsync(new("a", "b:c", "d"), Ct));
        Assert.Empty(await Incidents.InChannelAsync(new("a", "b", "c:d"), Ct));
    }

    [Fact]
    public async Task A_reopened_incident_is_open_again()
    {
        var incident = await SavedAsync(Some.Incident() with { State = IncidentState.Closed });
        Assert.Empty((await Incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true }, Ct)).Items);

        await SavedAsync(incident with { State = IncidentState.Assessing });

        Assert.Single((await Incidents.ListAsync(new IncidentQuery(Reader.Bot) { OpenOnly = true }, Ct)).Items);
        Assert.Single(await Incidents.InChannelAsync(Some.Ops, Ct));
    }
}
