using IncidentBot.Commands;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Mail;

internal static class MailServices
{
    /// <summary>All of it is there only where somebody is to be told.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetSection(MailOptions.Section).GetChildren().Any())
        {
            return services.AddSingleton<FurtherCommands>(provider => () =>
            [
                PartThatIsOff.Command(
                    "/mail",
                    "Shows who is told by e-mail, and how that goes",
                    "Nobody is told by e-mail.",
                    $"It is set up in the configuration, under {MailOptions.Section}: src/IncidentBot.Server/Mail/README.md says how.",
                    provider.GetRequiredService<ILedger>()),
            ]);
        }

        services.AddSettings<MailOptions>(MailOptions.Section);
        services.AddSingleton<IValidateOptions<MailOptions>>(new FaultsStopTheStart<MailOptions>(MailOptionsCheck.Read));
        services.AddSingleton<IncidentLetters>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<MailDeliveries>();
        services.AddSingleton<MailDoctor>();
        services.AddSingleton<MailCommands>();
        services.AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<MailCommands>().Table);
        services.AddHealthChecks().AddCheck<MailStanding>(MailOptions.Section);
        return services;
    }
}
