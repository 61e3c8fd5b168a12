namespace IncidentBot.Dashboard.SignIn;

/// <summary>As ASP.NET tells the ways apart, and as their addresses name them.</summary>
internal static class SignInSchemes
{
    /// <summary>What a browser has once somebody is signed in.</summary>
    public const string Cookie = "pages";
    public const string Slack = "slack";
    public const string Entra = "entra";
}
