using IncidentBot.Redis.Peers;
using Microsoft.Extensions.Options;

namespace IncidentBot.Redis;

/// <summary>A target that cannot be read stops the start. A target that does not answer never does.</summary>
internal sealed class RedisOptionsValidation : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        List<string> wrong = [];
        foreach (var (setting, value) in Deadlines(options))
        {
            if (value < TimeSpan.FromMilliseconds(10) || value > TimeSpan.FromMinutes(5))
            {
                wrong.Add($"Redis:{setting} is {value}. Expected 10 ms to 5 minutes. Example: 00:00:01");
            }
        }

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

    private static IEnumerable<(string Setting, TimeSpan Value)> Deadlines(RedisOptions options) =>
    [
        (nameof(options.ConnectTimeout), options.ConnectTimeout),
        (nameof(options.ReadTimeout), options.ReadTimeout),
        (nameof(options.CommandTimeout), options.CommandTimeout),
        (nameof(options.KeepAlive), options.KeepAlive),
        (nameof(options.MaxReopenPause), options.MaxReopenPause),
    ];
}
