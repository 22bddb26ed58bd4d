package io.rollcall.access;

import io.rollcall.settings.InvalidSettings;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets people who are signed in prove that they still are who they were, and choose another password. */
@Component
public class OwnPassword {

    private final Users users;
    private final Passwords passwords;
    private final PasswordSignIn signIn;

    OwnPassword(Users users, Passwords passwords, PasswordSignIn signIn) {
        this.users = users;
        this.passwords = passwords;
        this.signIn = signIn;
    }

    /**
     * Sets another password and ends all sessions of the user, this one too.
     *
     * @throws AccessProblem if the current password isn't right, or there were too many wrong ones
     * @throws InvalidSettings if the new one may not be chosen
     */
    public void change(User user, String current, String password, String address) {
        if (!isRight(user, current, address)) {
            throw AccessProblem.conflict("Nothing was changed: the current password isn't right.");
        }
        passwords.set(users.get(user.id()), password, new Actor(user.name(), address));
    }

    /**
     * Whether this is the user's password. Bad ones count as bad sign-ins do.
     *
     * @throws AccessProblem if there were too many bad ones before, or the user has no password here
     */
    public boolean isRight(User user, String password, String address) {
        if (user.external()) {
            throw AccessProblem.conflict(user.name() + " signs in with OpenID Connect and has no password here.");
        }
        try {
            return signIn.check(user.name(), password, address).map(User::id).equals(Optional.of(user.id()));
        } catch (PasswordSignIn.Wait wait) {
            throw AccessProblem.conflict(
                    "There were too many wrong passwords. Wait " + wait.left().toSeconds() + " s, then try again.");
        }
    }
}
