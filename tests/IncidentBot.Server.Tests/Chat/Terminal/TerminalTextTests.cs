using System.Globalization;
using IncidentBot.Chat.Terminal;
using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Terminal;

public sealed class TerminalTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 5, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("+2", TimeSpan.FromHours(2), "+2", "+2");

    [Fact]
    public void Buttons_are_the_commands_they_type_and_times_are_those_of_the_place()
    {
        var card = new Card("R-1  /redis clear-cache rl:*")
        {
            Blocks = [new CardBlock.Text($"valid until {Moment.Of(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero))}")],
            Buttons = [new CardButton("Approve", "/approve R-1 7c1e2d49")],
        };

        Assert.Equal("R-1  /redis clear-cache rl:*\nvalid until 12:15:00 +02:00\n  Approve: /approve R-1 7c1e2d49", TerminalText.Render(card, Now, Zone));
    }

    [Theory]
    [InlineData("2026-11-21T22:30:00Z", "00:30:00 +02:00")]
    [InlineData("2026-11-21T21:30:00Z", "21 Nov 23:30:00 +02:00")]
    [InlineData("2026-11-22T22:30:00Z", "23 Nov 00:30:00 +02:00")]
    [InlineData("2025-11-22T10:15:00Z", "22 Nov 2025 12:15:00 +02:00")]
    public void A_time_has_its_day_where_that_is_another_one_at_this_place(string at, string shown) =>
        Assert.Equal(shown, TerminalText.Render(new Card(Moment.Of(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture))), Now, Zone));

    [Fact]
    public void Today_is_that_of_this_place_too()
    {
        var justAfterMidnight = Now.AddHours(12);

        Assert.Equal("00:30:00 +02:00", TerminalText.Render(new Card(Moment.Of(justAfterMidnight.AddMinutes(25))), justAfterMidnight, Zone));
    }

    [Theory]
    [InlineData("\u001b]0;owned\u0007title", " ]0;owned title")]
    [InlineData("a\u001b[2Kb\rc", "a [2Kb c")]
    [InlineData("\u009b31mred", " 31mred")]
    [InlineData("abc\u202edef\u200b", "abc def ")]
    [InlineData("schön 😀", "schön 😀")]
    public void Nothing_in_a_text_steers_the_terminal(string text, string shown) =>
        Assert.Equal(
            $"{shown}\n{shown}\n  {shown}: /x",
            TerminalText.Render(new Card(text) { Blocks = [new CardBlock.Lines([text])], Buttons = [new CardButton(text, "/x")] }, Now, Zone));
}
