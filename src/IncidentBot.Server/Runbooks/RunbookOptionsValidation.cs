using Microsoft.Extensions.Options;

namespace IncidentBot.Runbooks;

/// <summary>A folder that is not there is a slip in the configuration; a file in it that is broken is only reported.</summary>
internal sealed class RunbookOptionsValidation : IValidateOptions<RunbookOptions>
{
    public ValidateOptionsResult Validate(string? name, RunbookOptions options) =>
        options.Paths.FirstOrDefault(path => !Directory.Exists(path) && !File.Exists(path)) is { } missing
            ? ValidateOptionsResult.Fail($"Runbooks:Path names '{missing}', which is neither a folder nor a file. "
                + "Name a folder of Markdown files, or leave it out for the runbooks that come with the bot.")
            : ValidateOptionsResult.Success;
}
