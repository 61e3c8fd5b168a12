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
        LinkCommand link,
        UnlinkCommand unlink,
        IEnumerable<FurtherCommands> further) =>
        new(
        [
            .. incidents.Table,
            .. actions.Table,
            .. runs.Table,
            .. runbooks.Table,
            .. further.SelectMany(more => more()),
            .. help.Table,
            .. link.Table,
            .. unlink.Table,
        ]);
}

/// <summary>Commands that are there only where a part of the server is switched on.</summary>
public delegate IEnumerable<Command> FurtherCommands();
