using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

public sealed class ForgottenRoundTests
{
    private const string Question = "INC-1: is it still on?";

    [Fact]
    public async Task An_incident_of_which_no_person_has_spoken_for_a_day_is_asked_about_each_day()
    {
        var room = await new IncidentRoom().InAsync(IncidentState.Mitigating);
        await room.PassAsync(TimeSpan.FromHours(23));
        Assert.Empty(Questions(room));

        await room.PassAsync(TimeSpan.FromHours(2));
        Assert.Contains("/incident verify INC-1", Assert.Single(Questions(room)), StringComparison.Ordinal);

        await room.PassAsync(TimeSpan.FromHours(24));
        Assert.Equal(2, Questions(room).Count);
    }

    [Fact]
    public async Task What_a_person_does_puts_it_off_and_the_end_ends_it()
    {
        var room = await new IncidentRoom().InAsync(IncidentState.Mitigating);
        await room.PassAsync(TimeSpan.FromHours(20));
        await room.Desk.NoteAsync(Some.Request(Some.Ada), 1, "looking", default);
        await room.PassAsync(TimeSpan.FromHours(20));
        Assert.Empty(Questions(room));

        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "it was nothing", default);
        await room.PassAsync(TimeSpan.FromDays(5));

        Assert.Empty(Questions(room));
    }

    private static List<string> Questions(IncidentRoom room) =>
        [.. room.Posts.Select(PlainText.Render).Where(post => post.StartsWith(Question, StringComparison.Ordinal))];
}
