using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace IncidentBot.Storage;

/// <summary>Applies the numbered files of <c>Schema/</c> that the database has not seen, all of them in one transaction.</summary>
internal sealed class SchemaUpgrade(IDatabase database, IReadOnlyList<SchemaFile> files)
{
    /// <returns>The names of the files that were applied.</returns>
    /// <exception cref="StorageSetupException">The database was made by other files than these.</exception>
    public Task<List<string>> ApplyAsync(DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await session.LockAsync("schema", ct);
                await session.ExecuteAsync(
                    new("create table if not exists schema_files (number integer primary key, name text not null, "
                        + "checksum text not null, applied_at text not null)"), ct);
                var applied = await session.ListAsync(
                    new("select number, name, checksum from schema_files order by number"),
                    row => (Number: row.GetInt32(0), Name: row.GetString(1), Checksum: row.GetString(2)),
                    ct);
                foreach (var (number, name, checksum) in applied)
                {
                    Check(number, name, checksum);
                }

                var names = new List<string>();
                foreach (var file in files.Where(file => applied.All(row => row.Number != file.Number)).OrderBy(file => file.Number))
                {
                    await session.ExecuteAsync(new(file.Sql), ct);
                    await session.ExecuteAsync(
                        new("insert into schema_files (number, name, checksum, applied_at) values (@number, @name, @checksum, @now)")
                        {
                            ["number"] = file.Number,
                            ["name"] = file.Name,
                            ["checksum"] = file.Checksum,
                            ["now"] = now,
                        },
                        ct);
                    names.Add(file.Name);
                }

                return names;
            },
            ct);

    private void Check(int number, string name, string checksum)
    {
        var file = files.FirstOrDefault(file => file.Number == number)
            ?? throw new StorageSetupException(
                $"The database has the schema file {name}, which this version of the bot does not know: a newer version was here. Start that one.");
        if (file.Checksum != checksum)
        {
            throw new StorageSetupException(
                $"The schema file {file.Name} was changed after it was applied to this database. Put it back as it was, and add a new file for the change.");
        }
    }
}

/// <param name="Name">For example <c>0001_start.sql</c>.</param>
internal sealed record SchemaFile(string Name, string Sql)
{
    public int Number { get; } = int.Parse(Name.Split('_')[0], System.Globalization.CultureInfo.InvariantCulture);

    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <param name="engine">The folder in <c>Schema/</c>.</param>
    public static IReadOnlyList<SchemaFile> Of(string engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"IncidentBot.Storage.Schema.{engine}.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SchemaFile(name[prefix.Length..], Text(assembly, name)))];
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
