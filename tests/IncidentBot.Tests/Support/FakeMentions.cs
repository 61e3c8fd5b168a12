using IncidentBot.People;

namespace IncidentBot.Tests.Support;

/// <summary>How people are mentioned on the local platform of the tests: <c>&lt;@grace|Grace&gt;</c>.</summary>
internal sealed class FakeMentions : IMentions
{
    public string Platform => "local";

    public Mention? Read(string word, Account asker) =>
        word.StartsWith("<@", StringComparison.Ordinal) ? new Mention(asker with { UserId = word.Trim('<', '@', '>').Split('|')[0] }, null) : null;
}
