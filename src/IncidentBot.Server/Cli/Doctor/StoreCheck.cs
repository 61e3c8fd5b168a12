using System.Data.Common;
using System.Globalization;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Cli.Doctor;

/// <summary>Whether the store can be reached and written, fits this version, and has room; and what time it is there.</summary>
internal sealed class StoreCheck(IServiceProvider bot)
{
    private const string Area = "store";
    private const long LittleRoom = 500L << 20;
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    private readonly IDatabase database = bot.GetRequiredService<IDatabase>();
    private readonly StorageOptions options = bot.GetRequiredService<IOptions<StorageOptions>>().Value;

    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken ct)
    {
        if (!database.IsShared && !File.Exists(options.Sqlite))
        {
            return [await NotThereYetAsync(ct), Room(Path.GetFullPath(options.Sqlite))];
        }

        try
        {
            var schema = await SchemaAsync(ct);
            return schema.Mark is Mark.Wrong ? [schema]
                : [schema, await WritableAsync(ct), database.IsShared ? await ClockAsync(ct) : Room(Path.GetFullPath(options.Sqlite))];
        }
        catch (Exception e) when (e is StoreUnavailableException or StorageSetupException)
        {
            return [Finding.Wrong(Area, $"{e.Message.TrimEnd('.')}. {(database.IsShared
                ? "Start it, or set Storage:Postgres to the right one."
                : "Set Storage:Sqlite to a file that the bot may write.")}")];
        }
    }

    private async Task<Finding> NotThereYetAsync(CancellationToken ct)
    {
        var path = Path.GetFullPath(options.Sqlite);
        return await DataFolder.WhyNotWritableAsync(path, ct) is { } why
            ? Finding.Wrong(Area, why)
            : Finding.Ok(Area, $"{path} is not there yet: the first start makes it.");
    }

    private async Task<Finding> SchemaAsync(CancellationToken ct)
    {
        var ours = SchemaFile.Of(database.SchemaFolder);
        List<string> there;
        try
        {
            there = await database.ReadAsync(
                session => session.ListAsync(new("select name from schema_files order by number"), row => row.GetString(0), ct),
                ct);
        }
        catch (DbException)
        {
            return database.IsShared
                ? Finding.Ok(Area, "PostgreSQL is reached, and holds no store of the bot yet: the first start makes it.")
                : Finding.Wrong(Area, $"{options.Sqlite} holds something else than a store of the bot: set Storage:Sqlite to another file.");
        }

        return there.Except(ours.Select(file => file.Name)).ToList() is [var newer, ..]
            ? Finding.Wrong(Area, $"a newer version of the bot was here ({newer}): start that one.")
            : Finding.Ok(Area, ours.Count > there.Count
                ? $"is reached; the next start brings it up to date, with {ours.Count - there.Count} of {ours.Count} schema files."
                : $"is reached and up to date ({ours[^1].Name}).");
    }

    /// <summary>Tried, and taken back: nothing of it is kept.</summary>
    private async Task<Finding> WritableAsync(CancellationToken ct)
    {
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync(new("delete from schema_files where number = -1"), ct);
                    session.Discard();
                    return true;
                },
                ct);
            return Finding.Ok(Area, "can be written.");
        }
        catch (DbException)
        {
            return Finding.Ok(Area, "has no tables yet.");
        }
    }

    private async Task<Finding> ClockAsync(CancellationToken ct)
    {
        var ahead = TimeProvider.System.GetUtcNow() - (await database.NowAsync(ct))!.Value;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0.0} s");
        return ahead.Duration() <= MostSkew
            ? Finding.Ok("clock", $"is within {seconds} of PostgreSQL's.")
            : Finding.Warning("clock", $"is {seconds} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} PostgreSQL's: set both by NTP.");
    }

    private static Finding Room(string path)
    {
        try
        {
            var free = new DriveInfo(DataFolder.Nearest(path)).AvailableFreeSpace;
            var said = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GB free on its disk");
            return free >= LittleRoom ? Finding.Ok(Area, $"{said}.") : Finding.Warning(Area, $"{said}: a full disk stops the bot. Make room.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Finding.Warning(Area, $"how much room is left is not known: {e.Message}");
        }
    }
}
