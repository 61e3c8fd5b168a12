using IncidentBot.Messages;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class ConversationStoreContract(TestStore store) : StoreContract(store)
{
    private static readonly ChannelRef Thread = new("teams", "72f988bf", "19:a@thread.tacv2;messageid=1");

    private IConversationStore Conversations => Here.GetRequiredService<IConversationStore>();

    [Fact]
    public async Task What_was_remembered_is_found_by_every_replica_and_nothing_else_is()
    {
        Assert.Null(await Conversations.FindAsync(Thread, Ct));

        await Conversations.RememberAsync(Thread, """{"serviceUrl":"https://smba.example/amer/"}""", Ct);

        Assert.Equal("""{"serviceUrl":"https://smba.example/amer/"}""", await There.GetRequiredService<IConversationStore>().FindAsync(Thread, Ct));
        Assert.Null(await Conversations.FindAsync(Thread with { Workspace = "another" }, Ct));
        Assert.Null(await Conversations.FindAsync(Thread with { ChannelId = "19:a@thread.tacv2;messageid=2" }, Ct));
    }

    [Fact]
    public async Task The_last_word_counts()
    {
        await Conversations.RememberAsync(Thread, "one", Ct);
        await Conversations.RememberAsync(Thread, "two", Ct);

        Assert.Equal("two", await Conversations.FindAsync(Thread, Ct));
        Assert.Equal(1, await CountAsync("conversations"));
    }
}
