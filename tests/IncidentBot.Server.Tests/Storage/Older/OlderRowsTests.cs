using System.Collections;
using System.Reflection;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Storage.Older;

/// <summary>
/// A member that a row of before does not have is read as null, whatever its record says is the default: the generated JSON code
/// sets it. So each list that was added since says itself what it is then.
/// </summary>
public sealed class OlderRowsTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void An_incident_of_before_has_nothing_null_that_may_not_be() =>
        Assert.Empty(OlderStore.Bodies("incidents").SelectMany(body => Missing(Json.Read(body, StoreJson.Default.Incident), "incident")).Distinct());

    [Fact]
    public void A_run_of_before_has_nothing_null_that_may_not_be() =>
        Assert.Empty(OlderStore.Bodies("runs").SelectMany(body => Missing(Json.Read(body, StoreJson.Default.Run), "run")).Distinct());

    [Fact]
    public void An_entry_of_before_has_nothing_null_that_may_not_be() =>
        Assert.Empty(OlderStore.Bodies("timeline").SelectMany(body => Missing(StoredEntry.Read(body), "entry")).Distinct());

    private static IEnumerable<string> Missing(object value, string path) =>
        from property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        from missing in Missing(property, property.GetValue(value), $"{path}.{property.Name}")
        select missing;

    private static IEnumerable<string> Missing(PropertyInfo property, object? value, string path) => value switch
    {
        null => Nullability.Create(property).ReadState is NullabilityState.NotNull ? [path] : [],
        string => [],
        IEnumerable items => items.Cast<object>().Where(IsOurs).SelectMany(item => Missing(item, $"{path}[]")),
        _ => IsOurs(value) ? Missing(value, path) : [],
    };

    private static bool IsOurs(object value) => value is not Enum && value.GetType().Namespace!.StartsWith("IncidentBot.", StringComparison.Ordinal);
}
