using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Settings;

namespace IncidentBot.Alerts;

/// <summary>What is wrong with the sources of alerts that the types cannot say. No value of a secret appears in a sentence.</summary>
internal static partial class AlertOptionsCheck
{
    private const int ShortestSecret = 16;

    public static void Read(AlertOptions options, SettingFaults faults)
    {
        foreach (var (name, source) in options.Sources)
        {
            Read($"{AlertOptions.Section}:Sources:{name}", name, source, faults);
        }

        foreach (var (name, other) in SameSecret(options))
        {
            faults.Add($"{AlertOptions.Section}:Sources:{name} and {other} are of one kind and have the same secret. Expected a secret for each: "
                + "it is all that tells who sends.");
        }
    }

    private static void Read(string path, string name, AlertSourceOptions source, SettingFaults faults)
    {
        faults.Check(
            Name().IsMatch(name),
            $"{path} is no name for a source. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen.");
        faults.Check(source.Kind is not null, $"{path}:Kind is missing. Expected {string.Join(" or ", Enum.GetNames<AlertSourceKind>())}.");
        Secrets(path, source, faults);
        var isHeartbeat = source.Kind is AlertSourceKind.Heartbeat;
        faults.Check(!isHeartbeat || source.Every is not null, $"{path}:Every is missing. Expected how often the heartbeat comes, such as 5m.");
        faults.Check(isHeartbeat || source.Every is null, $"{path}:Every is for a heartbeat. Expected Kind Heartbeat, or no Every.");
        Address(path, source, faults);
    }

    private static void Secrets(string path, AlertSourceOptions source, SettingFaults faults)
    {
        var isBasic = Is(source.User) || Is(source.Password);
        var kinds = new[] { Is(source.Token), isBasic, Is(source.SigningSecret) }.Count(given => given);
        faults.Check(
            kinds == 1,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path} has {(kinds == 0 ? "no secret" : $"{kinds} kinds of secrets")}. Expected one: Token, or User and Password, or SigningSecret."));
        faults.Check(!isBasic || (Is(source.User) && Is(source.Password)), $"{path} has a half of User and Password. Expected both.");
        faults.Check(source.User?.Contains(':', StringComparison.Ordinal) is not true, $"{path}:User has a colon, which ends the user in what is sent.");
        faults.Check(
            !Is(source.Token) || source.Token!.All(c => c is > ' ' and <= '~'),
            $"{path}:Token has a blank or a letter that no header can carry. Expected letters, digits and signs of ASCII.");
        faults.Check(
            !(source.Kind is AlertSourceKind.Alertmanager && Is(source.SigningSecret)),
            $"{path}:SigningSecret cannot be used: an Alertmanager signs nothing. Expected Token, or User and Password.");
        foreach (var (setting, secret) in new[]
        {
            (nameof(source.Token), source.Token), (nameof(source.Password), source.Password), (nameof(source.SigningSecret), source.SigningSecret),
        })
        {
            faults.Check(
                !Is(secret) || secret!.Length >= ShortestSecret,
                string.Create(CultureInfo.InvariantCulture, $"{path}:{setting} is shorter than {ShortestSecret} characters and can be guessed."));
        }
    }

    private static void Address(string path, AlertSourceOptions source, SettingFaults faults)
    {
        if (!Is(source.Address))
        {
            return;
        }

        faults.Check(source.Kind is AlertSourceKind.Alertmanager, $"{path}:Address is for an Alertmanager. Expected Kind Alertmanager, or no Address.");
        faults.Check(
            Uri.TryCreate(source.Address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                && url.UserInfo.Length == 0,
            $"{path}:Address is no address. Expected http:// or https://, such as http://alertmanager:9093, without a password in it.");
    }

    private static IEnumerable<(string Name, string Other)> SameSecret(AlertOptions options) => options.Sources
        .Where(source => source.Value is { Kind: not null } && (Is(source.Value.Token) || Is(source.Value.Password) || Is(source.Value.SigningSecret)))
        .GroupBy(source => (source.Value.Kind, source.Value.Token, source.Value.User, source.Value.Password, source.Value.SigningSecret))
        .SelectMany(same => same.Skip(1).Select(other => (same.First().Key, other.Key)));

    private static bool Is(string? text) => !string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
