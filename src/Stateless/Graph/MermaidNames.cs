using Stateless.Reflection;

namespace Stateless.Graph;

/// <summary>Gives every state an identifier Mermaid accepts: its name without spaces, colons and hyphens.</summary>
internal sealed class MermaidNames
{
    private readonly Dictionary<string, string> _identifiers = [];

    public MermaidNames(IEnumerable<StateInfo> states)
    {
        var names = states.Select(state => state.ToString()).Distinct().ToList();
        var taken = new HashSet<string>(names);
        foreach (var name in names)
        {
            var plain = string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not (':' or '-')));
            _identifiers.Add(name, plain == name ? name : Untaken(plain, taken));
        }
    }

    public string this[string name] => _identifiers.GetValueOrDefault(name, name);

    /// <summary>The states whose name cannot be the identifier.</summary>
    public IEnumerable<(string Identifier, string Name)> Aliases =>
        _identifiers.Where(pair => pair.Key != pair.Value).Select(pair => (pair.Value, pair.Key));

    private static string Untaken(string plain, HashSet<string> taken)
    {
        var identifier = plain;
        for (var count = 1; !taken.Add(identifier); count++)
        {
            identifier = $"{plain}_{count}";
        }

        return identifier;
    }
}
