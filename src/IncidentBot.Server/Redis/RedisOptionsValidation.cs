using IncidentBot.Redis.Peers;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis;

/// <summary>A target that cannot be read stops the start. A target that does not answer never does.</summary>
internal sealed class RedisOptionsValidation : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        List<string> wrong = [];
        foreach (var (target, settings) in options.Targets)
        {
            try
            {
                RedisEndpoint.Parse(settings.Url);
            }
            catch (FormatException e)
            {
                wrong.Add($"Targets:{target}:Url: {e.Message}");
            }

            if (settings.TlsCaFile is { } file && !File.Exists(file))
            {
                wrong.Add($"Targets:{target}:TlsCaFile: there is no file {file}. Expected a PEM file with the authorities to trust.");
            }

            wrong.AddRange(PeersValidation.Faults(target, settings, options.Targets));
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
