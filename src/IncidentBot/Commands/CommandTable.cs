namespace IncidentBot.Commands;

/// <summary>Every command there is, in the order in which help lists them.</summary>
public static class CommandTable
{
    public static CommandReader Build(
        IncidentCommands incidents,
        ActionCommands actions,
        RunCommands runs,
        RunbookCommands runbooks,
        HelpCommand help,
        LinkCommand link) =>
        new([.. incidents.Table, .. actions.Table, .. runs.Table, .. runbooks.Table, .. help.Table, .. link.Table]);
}
