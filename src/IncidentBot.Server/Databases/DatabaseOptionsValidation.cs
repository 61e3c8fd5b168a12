using Microsoft.Extensions.Options;

namespace IncidentBot.Databases;

/// <summary>Settings that cannot be used stop the start. A database that does not answer never does.</summary>
internal sealed class DatabaseOptionsValidation : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        List<string> wrong = [];
        foreach (var (target, settings) in options.Targets)
        {
            var reader = new DatabaseTargetReader(target, settings);
            reader.Read();
            wrong.AddRange(reader.Faults);
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
