using IncidentBot.Storage.Queries;

namespace IncidentBot.Tests.Queries;

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        foreach (var cursor in new[]
        {
            new Cursor(0),
            new Cursor(-1),
            new Cursor(long.MaxValue),
            new Cursor(7, new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero).AddTicks(1)),
            new Cursor(7, DateTimeOffset.MinValue),
            new Cursor(7, DateTimeOffset.MaxValue),
        })
        {
            Assert.Equal(cursor, Cursor.TryRead(cursor.ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("INC-7")]
    [InlineData("12")]
    [InlineData("é")]
    [InlineData("MTJALTE")] // 12@-1
    [InlineData("MTJAMUAx")] // 12@1@1
    [InlineData("MTJAOTIyMzM3MjAzNjg1NDc3NTgwNw")] // 12@9223372036854775807
    public void What_is_no_cursor_is_not_read(string text) => Assert.Null(Cursor.TryRead(text));
}
