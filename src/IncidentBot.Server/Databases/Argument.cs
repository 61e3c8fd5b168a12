using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace IncidentBot.Databases;

/// <summary>One value that people type for a query. It reaches the server beside the statement, never inside it.</summary>
internal sealed record Argument(string Name, ArgumentKind Kind, string Example, string Help)
{
    private const int Longest = 200;

    /// <summary>Time zones are written out; without one it is UTC.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Says what is wrong with a value, or null when it is fine.</summary>
    public string? Fault(string text) => Kind switch
    {
        ArgumentKind.Integer => Integer(text) is null ? "is no whole number." : null,
        ArgumentKind.Time => Time(text) is null ? "is no time. Write it as 2026-11-22T10:15:00Z." : null,

        // PostgreSQL has no text with a zero in it.
        _ => text.Length > Longest || text.Contains('\0', StringComparison.Ordinal) ? $"is longer than {Longest} characters, or no text." : null,
    };

    /// <param name="text">Has no fault.</param>
    public NpgsqlParameter Parameter(string text) => Kind switch
    {
        ArgumentKind.Integer => new NpgsqlParameter<long>(Name, NpgsqlDbType.Bigint) { TypedValue = Integer(text)!.Value },
        ArgumentKind.Time => new NpgsqlParameter<DateTime>(Name, NpgsqlDbType.TimestampTz) { TypedValue = Time(text)!.Value.UtcDateTime },
        _ => new NpgsqlParameter<string>(Name, NpgsqlDbType.Text) { TypedValue = text },
    };

    private static long? Integer(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
