package io.rollcall.demo;

import io.rollcall.access.Actor;
import io.rollcall.access.Passwords;
import io.rollcall.access.Role;
import io.rollcall.access.Users;
import java.util.EnumSet;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Lets everybody at this machine into the demo, with every role. Like the demo's API token the password is no secret; the
 * demo listens on loopback only and has simulated devices only. Outside of the demo there are no default accounts.
 */
@Component
@Profile("demo")
class DemoUser implements ApplicationRunner {

    static final String NAME = "demo";

    static final String PASSWORD = "for this machine only";

    private final Users users;
    private final Passwords passwords;

    DemoUser(Users users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (users.named(NAME).isEmpty()) {
            passwords.set(users.add(NAME, EnumSet.allOf(Role.class), Actor.ROLLCALL), PASSWORD, Actor.ROLLCALL);
        }
    }
}
