using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis;

public sealed class RedisErrorsTests
{
    [Theory]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", "OutOfMemory")]
    [InlineData("ERR max number of clients reached", "MaxClients")]
    [InlineData("ERR max number of clients + cluster connections reached", "MaxClients")]
    [InlineData("NOAUTH Authentication required.", "NoAuth")]
    [InlineData("ERR operation not permitted", "NoAuth")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", "WrongPassword")]
    [InlineData("ERR invalid password", "WrongPassword")]
    [InlineData("ERR AUTH <password> called without any password configured for the default user. Are you sure?", "PasswordNotExpected")]
    [InlineData("ERR Client sent AUTH, but no password is set", "PasswordNotExpected")]
    [InlineData("NOPERM this user has no permissions to run the 'keys' command", "NoPermission")]
    [InlineData("DENIED Redis is running in protected mode because protected mode is enabled", "ProtectedMode")]
    [InlineData("LOADING Redis is loading the dataset in memory", "Loading")]
    [InlineData("READONLY You can't write against a read only replica.", "ReadOnly")]
    [InlineData("MISCONF Errors writing to the AOF file: No space left on device", "Misconf")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "MasterDown")]
    [InlineData("BUSY Redis is busy running a script.", "Busy")]
    [InlineData("UNKILLABLE Sorry the script already executed write commands", "Unkillable")]
    [InlineData("CLUSTERDOWN Hash slot not served", "ClusterDown")]
    [InlineData("MOVED 3999 127.0.0.1:6381", "ClusterRedirect")]
    [InlineData("NOREPLICAS Not enough good replicas to write.", "NoReplicas")]
    [InlineData("ERR unknown command 'CONFIG', with args beginning with: 'GET'", "NotAvailable")]
    [InlineData("ERR unknown subcommand 'NOPE'. Try CLIENT HELP.", "NotAvailable")]
    [InlineData("ERR The user executing the script can't run this command or subcommand script: 00c7, on @user_script:1.", "NoPermission")]
    [InlineData("ERR Error running script (call to f_1): @user_script:1: @user_script: 1: Unknown Redis command called from Lua script", "NotAvailable")]
    [InlineData("BUSYGROUP Consumer Group name already exists", "UnknownServerError")]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value", "UnknownServerError")]
    [InlineData("", "UnknownServerError")]
    public void The_first_words_name_the_class(string message, string expected) =>
        Assert.Equal(expected, RedisErrors.Classify(message).ToString());

    [Fact]
    public void Every_class_has_a_name_a_cause_and_a_next_step()
    {
        var texts = Enum.GetValues<FailureClass>().Select(failure => failure.Text()).ToArray();

        Assert.All(texts, text => Assert.All([text.Name, text.Cause, text.NextStep], words => Assert.False(string.IsNullOrWhiteSpace(words))));
        Assert.Equal(texts.Length, texts.Select(text => text.Name).Distinct().Count());
        Assert.All(texts, text => Assert.DoesNotContain("{", text.CauseAt(RedisEndpoint.Parse("redis://host")), StringComparison.Ordinal));
    }
}
