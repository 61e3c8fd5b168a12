namespace IncidentBot.Settings;

/// <summary>What is wrong with settings: all of it, so that whoever mends them starts the bot once more and not five times.</summary>
internal sealed class SettingFaults
{
    private readonly List<string> all = [];

    public IReadOnlyList<string> All => all;

    /// <param name="fault">Begins with the path of the setting, and says what is expected.</param>
    public void Add(string fault) => all.Add(fault);

    public void Check(bool holds, string fault)
    {
        if (!holds)
        {
            Add(fault);
        }
    }
}
