using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

/// <summary>Settings that cannot be used stop the start. A service that does not answer never does.</summary>
internal sealed class HttpOptionsValidation : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        List<string> wrong = [];
        foreach (var (target, settings) in options.Targets)
        {
            var reader = new HttpTargetReader(target, settings);
            reader.Read();
            wrong.AddRange(reader.Faults);
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
