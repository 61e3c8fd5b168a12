namespace IncidentBot.Support;

/// <summary>What a program says when it cannot go on: for a person, not for its author.</summary>
internal static class Plain
{
    /// <param name="secrets">What must not be in it.</param>
    public static void AssertOneLine(BotExit exit, params string[] secrets)
    {
        var said = $"{exit.Output}\n{exit.Errors}";
        Assert.True(exit.Errors.Length > 0 && !exit.Errors.Contains('\n', StringComparison.Ordinal), $"Not one line:\n{said}");
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }
}
