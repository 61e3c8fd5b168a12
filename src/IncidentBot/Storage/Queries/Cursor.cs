using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IncidentBot.Storage.Queries;

/// <summary>
/// The row that a page ended with. The next page begins behind it, whatever was added meanwhile. Its text is for handing
/// back, not for reading.
/// </summary>
/// <param name="Number">Of the incident or the run; the sequence of an entry.</param>
/// <param name="At">Set where the order is one of times.</param>
public sealed record Cursor(long Number, DateTimeOffset? At = null)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}{(At is { } at ? $"@{at.UtcTicks}" : "")}")));

    public static Cursor? TryRead(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('@');
        return long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? parts switch
            {
                [_] => new Cursor(number),
                [_, var ticks]
                    when long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks =>
                    new Cursor(number, new DateTimeOffset(at, TimeSpan.Zero)),
                _ => null,
            }
            : null;
    }
}
