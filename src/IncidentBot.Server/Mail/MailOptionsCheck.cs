using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Settings;
using MimeKit;

namespace IncidentBot.Mail;

/// <summary>What is wrong with the settings of e-mail that the types cannot say. No value of a secret appears in a sentence.</summary>
internal static partial class MailOptionsCheck
{
    /// <summary>Each is a letter of its own: whoever has more than these has a list on the mail server.</summary>
    private const int MostAddresses = 50;

    public static void Read(MailOptions options, SettingFaults faults)
    {
        const string path = MailOptions.Section;
        faults.Check(
            Uri.CheckHostName(options.Host) != UriHostNameType.Unknown, $"{path}:Host is no name of a server. Expected one, such as smtp.your.org.");
        faults.Check(
            AddressOf(options.From) is not null, $"{path}:From is no address. Expected one, such as Incidents <incidents@your.org>.");
        faults.Check(
            options.Security is not MailSecurity.None || options.AllowPlain || IsLoopback(options.Host),
            $"{path}:Security is None, and {options.Host} is not this machine. "
                + "Expected StartTls or Tls, or AllowPlain where everybody on the way may read it.");
        faults.Check(
            options.User.Length > 0 == options.Password.Length > 0,
            $"{path}:{(options.User.Length > 0 ? "Password" : "User")} is missing. Expected both, or neither where the server asks for none.");
        faults.Check(
            options.CaFile is not { } file || File.Exists(file),
            $"{path}:CaFile: there is no file {options.CaFile}. Expected a PEM file with the authorities to trust.");
        faults.Check(options.To.Count > 0, $"{path}:To is missing. Expected who is told, such as {path}:To:management:Addresses=cto@your.org.");
        foreach (var (name, list) in options.To)
        {
            Read($"{path}:To:{name}", name, list, faults);
        }
    }

    /// <returns>Null where it is none that every server takes.</returns>
    public static MailboxAddress? AddressOf(string text) =>
        MailboxAddress.TryParse(text, out var address)
        && address.Address.IndexOf('@', StringComparison.Ordinal) > 0
        && !address.Address.EndsWith('@')
        && Ascii.IsValid(address.Address)
        && !address.Address.Any(char.IsControl)
            ? address
            : null;

    private static void Read(string path, string name, MailListOptions list, SettingFaults faults)
    {
        faults.Check(
            Name().IsMatch(name),
            $"{path} is no name for a list. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen.");
        faults.Check(
            list.Addresses.Count is > 0 and <= MostAddresses,
            list.Addresses.Count == 0
                ? $"{path}:Addresses is missing. Expected who is told, such as cto@your.org."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}:Addresses are {list.Addresses.Count}. Expected at most {MostAddresses}; for more make a list on the mail server."));
        for (var at = 0; at < list.Addresses.Count; at++)
        {
            faults.Check(
                AddressOf(list.Addresses[at]) is not null,
                string.Create(CultureInfo.InvariantCulture, $"{path}:Addresses:{at} is no address. Expected one, such as cto@your.org."));
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
