using System.Collections;
using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Targets;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Execution;

/// <summary>
/// Makes a record by its properties, with every kind that each of them can hold, and one text of it, the first, the second and so on, with something
/// in it. A property or a kind that is new is there without being named.
/// </summary>
internal sealed class EveryText
{
    /// <summary>Where something is or who somebody is, and no text.</summary>
    private static readonly Type[] Addresses =
        [typeof(PersonId), typeof(ActionId), typeof(TargetRef), typeof(ChannelRef), typeof(Account), typeof(ReplyAddress), typeof(LiveSubject)];

    private readonly string something;
    private readonly Func<PropertyInfo, bool> leavesOut;
    private readonly int at;
    private int texts;

    private EveryText(string something, Func<PropertyInfo, bool> leavesOut, int at) => (this.something, this.leavesOut, this.at) = (something, leavesOut, at);

    /// <summary>The property that holds it.</summary>
    private string? Place { get; set; }

    /// <returns>Each value that such a type can have, once for each of its texts, and where in it the text is.</returns>
    public static IEnumerable<(T Value, string Place)> Of<T>(string something, Func<PropertyInfo, bool> leavesOut)
        where T : class
    {
        foreach (var kind in Kinds(typeof(T)))
        {
            for (var at = 0; ; at++)
            {
                var made = new EveryText(something, leavesOut, at);
                var values = made.Make(kind).Cast<T>().ToList();
                if (made.Place is not { } place)
                {
                    Assert.True(values.Count > 0);
                    break;
                }

                foreach (var value in values)
                {
                    yield return (value, $"{kind.Name}{place}");
                }
            }
        }
    }

    /// <summary>All texts in it, as far as properties lead.</summary>
    public static IEnumerable<string> In(object? value) => value switch
    {
        null => [],
        string text => [text],
        IDictionary table => table.Keys.Cast<object>().Concat(table.Values.Cast<object>()).SelectMany(In),
        IEnumerable list => list.Cast<object>().SelectMany(In),
        _ when value.GetType().Assembly != typeof(Card).Assembly || value.GetType().IsEnum => [],
        _ => Properties(value.GetType()).SelectMany(property => In(property.GetValue(value))),
    };

    private static IEnumerable<Type> Kinds(Type type) => type.IsAbstract && !type.IsInterface
        ? type.Assembly.GetTypes().Where(kind => kind.IsSubclassOf(type) && !kind.IsAbstract).OrderBy(kind => kind.Name)
        : [type];

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0
            && (property.DeclaringType != typeof(TimelineEntry) || property.Name != nameof(TimelineEntry.Amended)));

    private IReadOnlyList<object> Make(Type type) =>
        type == typeof(string) ? [Text("")]
        : Nullable.GetUnderlyingType(type) is { } inner ? Make(inner)
        : type == typeof(Uri) ? [new Uri("http://h/")]
        : type.IsEnum || type.Namespace == "System" || type == typeof(IncidentId) || type == typeof(RunId) ? [Activator.CreateInstance(type)!]
        : type.IsAbstract && !type.IsInterface ? [.. Kinds(type).SelectMany(Make)]
        : type.IsGenericType && type.GetGenericArguments() is [var item] ? [List(item)]
        : type.IsGenericType && type.GetGenericArguments() is [_, _] ? [new Dictionary<string, string> { ["name"] = Text(" of it") }]
        : [.. Record(type)];

    private Array List(Type item)
    {
        var items = Make(item);
        var list = Array.CreateInstance(item, items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            list.SetValue(items[index], index);
        }

        return list;
    }

    /// <summary>As many as there are kinds of what it holds.</summary>
    private IEnumerable<object> Record(Type type)
    {
        var properties = Properties(type).Where(property => property.CanWrite).ToList();
        var values = properties.ToDictionary(property => property.Name, property => Values(type, property));
        var made = type.GetConstructors().MaxBy(one => one.GetParameters().Length)
            ?? throw new InvalidOperationException($"It is not known how a {type.Name} is made.");
        for (var number = 0; number < Math.Max(1, values.Values.Select(value => value.Count).DefaultIfEmpty(1).Max()); number++)
        {
            var one = made.Invoke([.. made.GetParameters().Select(parameter => Value(values[parameter.Name!], number))]);
            foreach (var property in properties.Where(property => made.GetParameters().All(parameter => parameter.Name != property.Name)))
            {
                property.SetValue(one, Value(values[property.Name], number));
            }

            yield return one;
        }
    }

    private static object? Value(IReadOnlyList<object?> values, int number) => values[Math.Min(number, values.Count - 1)];

    private IReadOnlyList<object?> Values(Type type, PropertyInfo property)
    {
        if (leavesOut(property) || Addresses.Contains(type))
        {
            return [property.PropertyType == typeof(string) ? "a"
                : property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType)
                : Addresses.Contains(property.PropertyType) ? Make(property.PropertyType)[0]
                : Nothing(property.PropertyType)];
        }

        var before = Place;
        var values = Make(property.PropertyType);
        if (before is null && Place is not null)
        {
            Place = $" / {type.Name}.{property.Name}{Place}";
        }

        return values;
    }

    private static object? Nothing(Type type) => type.IsGenericType && type.GetGenericArguments() is [var item] ? Array.CreateInstance(item, 0)
        : type.IsGenericType ? new Dictionary<string, string>()
        : null;

    private string Text(string place)
    {
        if (texts++ != at)
        {
            return "a";
        }

        Place = place;
        return $"a {something} b";
    }
}
