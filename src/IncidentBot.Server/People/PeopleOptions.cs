using System.ComponentModel.DataAnnotations;
using IncidentBot.Settings;

namespace IncidentBot.People;

/// <summary>Who is who, and who may do what.</summary>
internal sealed class PeopleOptions
{
    public const string Section = "People";

    /// <summary>One entry per human.</summary>
    [Keys]
    public IReadOnlyList<PersonOptions> Listed { get; init; } = [];

    /// <summary>What the members of a platform's groups may do.</summary>
    public IReadOnlyList<GroupOptions> Groups { get; init; } = [];
}

internal sealed class PersonOptions
{
    /// <summary>Short and stable; it is what the audit names.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9._-]{0,63}$", ErrorMessage = "Id takes lowercase letters, digits, '.', '_' and '-', for example 'ada'.")]
    public string Id { get; init; } = "";

    /// <summary>As others call this human.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary><c>Respond</c> and <c>Approve</c>; everybody may observe. The default value is none.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>All accounts of this human, as <c>slack:T1DC2JH3J:U2CERLKJA</c>. Two accounts of one human are one human.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <exception cref="ArgumentException">Something in the entry cannot be read; the message says what to write.</exception>
    public Person ToPerson()
    {
        List<ValidationResult> faults = [];
        if (!Validator.TryValidateObject(this, new ValidationContext(this), faults, validateAllProperties: true))
        {
            throw new ArgumentException(
                $"People: the entry '{(Id.Length > 0 ? Id : Name)}' is wrong. {string.Join(' ', faults.Select(fault => fault.ErrorMessage))}");
        }

        return new Person(new PersonId(Id), Name, PermissionNames.Read(Permissions, $"People: {Id}"), Listed: true) { Accounts = [.. Accounts.Select(Read)] };
    }

    private Account Read(string text) => Account.Read(text)
        ?? throw new ArgumentException($"People: {Id} has the account '{text}'. Write platform:workspace:user, for example slack:T1DC2JH3J:U2CERLKJA.");
}
