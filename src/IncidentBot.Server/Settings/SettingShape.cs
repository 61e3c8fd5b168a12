using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace IncidentBot.Settings;

/// <summary>What can be set in one place, as its class says: by the type of a property, and its attributes.</summary>
internal abstract record SettingShape
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(365);

    public static SettingShape Of(Type type) => Of(type, null);

    /// <param name="property">Whose attributes say more; of a dictionary or a list they hold for each of its values.</param>
    private static SettingShape Of(Type type, PropertyInfo? property)
    {
        if (ElementOf(type, typeof(IReadOnlyDictionary<,>)) is { } entry)
        {
            return new Map(Of(entry, property)) { Type = type };
        }

        if (type != typeof(string) && ElementOf(type, typeof(IEnumerable<>)) is { } element)
        {
            return new List(Of(element, property), property?.IsDefined(typeof(OneOrMoreAttribute)) is true) { Type = type };
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum || plain == typeof(string) || plain == typeof(bool) || plain == typeof(int) || plain == typeof(long) || plain == typeof(TimeSpan))
        {
            var secret = property?.GetCustomAttribute<PasswordPropertyTextAttribute>() is { Password: true };
            return new Value(plain, RangeOf(plain, property), secret) { Type = type };
        }

        return new Group(
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(each => each.GetIndexParameters().Length == 0 && !each.IsDefined(typeof(ReadElsewhereAttribute)))
                .Where(each => each.CanWrite || IsMap(each.PropertyType))
                .Select(each => new Member(each, Of(each.PropertyType, each), each.GetCustomAttribute<KeysAttribute>())),
        ])
        {
            Type = type,
        };
    }

    public required Type Type { get; init; }

    private static bool IsMap(Type type) => ElementOf(type, typeof(IReadOnlyDictionary<,>)) is not null;

    /// <returns>Of a dictionary by name what it holds; null where the type is no such collection.</returns>
    private static Type? ElementOf(Type type, Type collection) => type.GetInterfaces().Prepend(type)
        .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == collection)
        .Select(face => face.GetGenericArguments()[^1])
        .FirstOrDefault();

    /// <remarks>A time that is not said to be anything else is longer than nothing.</remarks>
    private static (IComparable From, IComparable To)? RangeOf(Type type, PropertyInfo? property)
    {
        var said = property?.GetCustomAttribute<RangeAttribute>();
        return type == typeof(TimeSpan)
            ? said is null ? (TimeSpan.FromMilliseconds(1), LongestTime) : (Time(said.Minimum), Time(said.Maximum))
            : said is null ? null : (Number(said.Minimum, type), Number(said.Maximum, type));
    }

    private static TimeSpan Time(object limit) => TimeText.Read((string)limit) ?? throw new InvalidOperationException($"{limit} is no time.");

    private static IComparable Number(object limit, Type type) => (IComparable)Convert.ChangeType(limit, type, CultureInfo.InvariantCulture);

    /// <summary>One value.</summary>
    /// <param name="Plain">Its type, without the question mark.</param>
    public sealed record Value(Type Plain, (IComparable From, IComparable To)? Range, bool IsSecret) : SettingShape;

    /// <summary>Values one after the other: <c>Slack:Teams:0</c>.</summary>
    public sealed record List(SettingShape Element, bool MayBeOne) : SettingShape;

    /// <summary>Entries that people name: <c>Targets:primary</c>.</summary>
    public sealed record Map(SettingShape Entry) : SettingShape;

    /// <summary>Settings side by side.</summary>
    public sealed record Group(ImmutableArray<Member> Members) : SettingShape
    {
        public IEnumerable<string> Names => Members.Where(member => member.Keys is null).Select(member => member.Name);
    }
}

/// <summary>A setting of a group.</summary>
/// <param name="Keys">Not null where it is filled from keys of the group.</param>
internal sealed record Member(PropertyInfo Property, SettingShape Shape, KeysAttribute? Keys)
{
    public string Name => Property.Name;
}
