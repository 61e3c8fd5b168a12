using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public sealed class SqliteWakeUpTests() : WakeUpContract(new TestSqlite())
{
    [Fact]
    public async Task What_another_process_puts_into_the_file_wakes()
    {
        await QuietAsync();
        var other = There.GetRequiredService<IInbox>();

        // More than once, because what is written before anybody asked for the first time wakes nobody.
        for (var message = 1; await other.AddAsync(Some.Message($"m{message}"), Ct) is Receipt.New && !await IsWokenAsync(TimeSpan.FromSeconds(2)); message++)
        {
            Assert.InRange(message, 1, 20);
        }
    }
}
