namespace IncidentBot.Actions;

/// <summary>Every action that can be asked for. There is no other way to touch a target.</summary>
public sealed class ActionCatalogue
{
    private readonly SortedDictionary<string, IRunbookAction> actions = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">Two actions share an id.</exception>
    public ActionCatalogue(IEnumerable<IRunbookAction> actions)
    {
        foreach (var action in actions)
        {
            this.actions.Add(action.Definition.Id.Value, action);
        }
    }

    public IReadOnlyCollection<IRunbookAction> All => actions.Values;

    public IRunbookAction? Find(string id) => actions.GetValueOrDefault(id);
}
