namespace IncidentBot.People;

internal static class PermissionNames
{
    /// <param name="whose">The entry that names them, for whoever wrote it.</param>
    /// <exception cref="ArgumentException">There is no such permission.</exception>
    public static Permissions Read(IEnumerable<string> names, string whose)
    {
        var permissions = Permissions.Observe;
        foreach (var name in names)
        {
            // By name only: a number would be taken for any set of permissions.
            permissions |= name.All(char.IsAsciiLetter) && Enum.TryParse<Permissions>(name, ignoreCase: true, out var permission)
                ? permission
                : throw new ArgumentException($"{whose} has the permission '{name}'. Write Observe, Respond, Approve or Administer.");
        }

        return permissions;
    }
}
