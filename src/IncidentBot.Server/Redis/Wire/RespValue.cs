using System.Globalization;
using System.Text;

namespace IncidentBot.Redis.Wire;

/// <summary>
/// A reply. Simple and bulk strings are both <see cref="Text"/>, nil string and nil array both <see cref="Nil"/>: no caller cares,
/// and StackExchange.Redis does not tell them apart.
/// </summary>
internal abstract record RespValue
{
    private RespValue()
    {
    }

    public sealed record Nil : RespValue
    {
        public static Nil Instance { get; } = new();

        public override string ToString() => "(nil)";
    }

    public sealed record Integer(long Value) : RespValue
    {
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record Text(ReadOnlyMemory<byte> Bytes) : RespValue
    {
        public Text(string text)
            : this(Encoding.UTF8.GetBytes(text))
        {
        }

        public bool Equals(Text? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(Bytes.Span);
            return hash.ToHashCode();
        }

        public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
    }

    public sealed record Items(IReadOnlyList<RespValue> Values) : RespValue
    {
        public bool Equals(Items? other) => other is not null && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Aggregate(Values.Count, HashCode.Combine);

        public override string ToString() => $"[{string.Join(", ", Values)}]";
    }

    public sealed record Error(RespError Reason) : RespValue
    {
        public Error(string message)
            : this(new RespError(message))
        {
        }

        public override string ToString() => Reason.Message;
    }

    public RespError? AsError => (this as Error)?.Reason;

    public bool IsNil => this is Nil;

    /// <summary>The value itself, where an error reply ends what the caller is doing.</summary>
    /// <exception cref="RedisErrorException">The reply is an error.</exception>
    public RespValue OrThrow() => this is Error error ? throw new RedisErrorException(error.Reason) : this;

    /// <summary>Text or a number as text; null for nil.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public string? AsString() => OrThrow() switch
    {
        Nil => null,
        Items => throw Unexpected("text"),
        var other => other.ToString(),
    };

    /// <summary>A number, also when it came as text; null for nil.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public long? AsLong() => OrThrow() switch
    {
        Nil => null,
        Integer number => number.Value,
        Text text when long.TryParse(text.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Unexpected("a number"),
    };

    /// <summary>The elements; none for nil.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public IReadOnlyList<RespValue> AsItems() => OrThrow() switch
    {
        Nil => [],
        Items items => items.Values,
        _ => throw Unexpected("a list"),
    };

    /// <summary>The elements of what has a fixed number of them, or more.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public IReadOnlyList<RespValue> AsItems(int atLeast) => AsItems() is var items && items.Count >= atLeast
        ? items
        : throw new InvalidDataException($"Redis replied with {items.Count} values where {atLeast} were expected.");

    private InvalidDataException Unexpected(string expected) => new($"Redis replied with {GetType().Name} where {expected} was expected.");
}
