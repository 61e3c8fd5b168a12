using IncidentBot.Cli.Doctor;
using Microsoft.Extensions.Options;

namespace IncidentBot.Mail;

/// <summary>Whether the mail server answers, with the TLS and the login of the settings. Nothing is sent.</summary>
internal sealed class MailDoctor(MailSender sender, IOptions<MailOptions> options)
{
    public const string Area = "mail";

    public async Task<Finding> FindAsync(CancellationToken ct)
    {
        var mail = options.Value;
        var server = $"{mail.Host}:{mail.Port}";
        if (await sender.TryAsync(ct) is { Failure: { } why })
        {
            return Finding.Wrong(Area, $"{server} {why}: mend Mail:Host, Port, Security, User or Password, or the server.");
        }

        var (tls, login) = (mail.Security is MailSecurity.None ? "" : " with TLS", mail.User.Length > 0 ? " and takes the login" : "");
        return Finding.Ok(Area, $"{server} answers{tls}{login}; /mail test sends a letter.");
    }
}
