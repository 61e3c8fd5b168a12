using System.Text;
using IncidentBot.Markup;
using IncidentBot.Markup.Summaries;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Settings;
using IncidentBot.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentBot.Desk;

internal static class SummaryServices
{
    private const string Setting = "Summaries:PostMortem";
    private const int LargestLayout = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IServiceCollection AddSummaries(this IServiceCollection services)
    {
        services.AddSettings<SummaryOptions>("Summaries");
        services.AddSingleton<IValidateOptions<SummaryOptions>>(new FaultsStopTheStart<SummaryOptions>((options, faults) =>
        {
            foreach (var mistake in Read(options).Mistakes)
            {
                faults.Add($"{Setting} names {options.PostMortem}. {mistake}");
            }
        }));
        services.TryAddSingleton<ComponentMarkup>();
        services.AddSingleton(provider => new SummaryForms(
            (incident, marks, ct) => provider.GetRequiredService<IncidentCharts>().OfAsync(incident, marks, ct),
            document => provider.GetRequiredService<ComponentMarkup>().RenderAsync<SummaryPage>(new() { [nameof(SummaryPage.Document)] = document }),
            Read(provider.GetRequiredService<IOptions<SummaryOptions>>().Value).Layout));
        return services.AddSingleton<SummaryDesk>();
    }

    /// <summary>Read once, at the start: a file that somebody is writing must not change what a post-mortem looks like meanwhile.</summary>
    private static (DocumentLayout? Layout, IReadOnlyList<string> Mistakes) Read(SummaryOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.PostMortem))
        {
            return (null, []);
        }

        try
        {
            using var stream = File.OpenRead(options.PostMortem);
            var buffer = new byte[LargestLayout + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > LargestLayout ? (null, ["It is larger than 256 KB: it is no template."]) : DocumentLayout.Read(Strict.GetString(buffer, 0, length));
        }
        catch (DecoderFallbackException)
        {
            return (null, ["It is not UTF-8. Save it as UTF-8."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [$"It cannot be read: {e.Message}"]);
        }
    }
}
