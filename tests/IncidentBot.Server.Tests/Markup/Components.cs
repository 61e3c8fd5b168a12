using System.Text.RegularExpressions;
using System.Xml.Linq;
using IncidentBot.Markup;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Markup;

/// <summary>Components as they are sent, without a server.</summary>
internal static partial class Components
{
    public static async Task<string> RenderAsync<T>(params (string Name, object Value)[] parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var given = parameters.ToDictionary(one => one.Name, one => (object?)one.Value);
        return await new ComponentMarkup(services, NullLoggerFactory.Instance).RenderAsync<T>(given);
    }

    /// <exception cref="System.Xml.XmlException">It is not well-formed.</exception>
    public static XElement Parsed(string html) =>
        XDocument.Parse(Void().Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "$0</$1>"), LoadOptions.PreserveWhitespace).Root!;

    /// <summary>What HTML never closes.</summary>
    [GeneratedRegex("<(meta|br|hr|img|link|input)(?:\\s[^>]*)?>", RegexOptions.NonBacktracking)]
    private static partial Regex Void();

    public static IEnumerable<XElement> All(this XElement root, string name) => root.DescendantsAndSelf(name);
}
